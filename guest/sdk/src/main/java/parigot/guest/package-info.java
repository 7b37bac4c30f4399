/** What the author of a guest uses: services, calls, futures. */
@API(status = Status.STABLE)
package parigot.guest;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
