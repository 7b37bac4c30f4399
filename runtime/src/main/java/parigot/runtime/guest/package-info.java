/** One guest while it runs. */
@API(status = Status.INTERNAL)
package parigot.runtime.guest;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
