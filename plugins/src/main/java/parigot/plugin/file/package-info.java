/** The plugin {@code file}. */
@API(status = Status.INTERNAL)
package parigot.plugin.file;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
