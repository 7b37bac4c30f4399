/** The plugin {@code httpconnector}. */
@API(status = Status.INTERNAL)
package parigot.plugin.httpconnector;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
