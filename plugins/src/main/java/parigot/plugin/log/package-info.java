/** The plugin {@code log}. */
@API(status = Status.INTERNAL)
package parigot.plugin.log;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
