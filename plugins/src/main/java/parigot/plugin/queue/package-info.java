/** The plugin {@code queue}. */
@API(status = Status.INTERNAL)
package parigot.plugin.queue;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
