/** The plugin {@code nutsdb}. */
@API(status = Status.INTERNAL)
package parigot.plugin.nutsdb;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
