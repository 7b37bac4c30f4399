/** The hosting of plugins. */
@API(status = Status.INTERNAL)
package parigot.runtime.plugins;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
