/** The interface of a plugin: native code that guests are granted. */
@API(status = Status.STABLE)
package parigot.plugin;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
