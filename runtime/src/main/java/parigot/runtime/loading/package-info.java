/** An application as it is loaded: its modules, and what they are compiled to. */
@API(status = Status.INTERNAL)
package parigot.runtime.loading;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
