/** An application as it is configured. */
@API(status = Status.INTERNAL)
package parigot.runtime.settings;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
