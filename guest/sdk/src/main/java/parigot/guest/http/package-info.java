/** Guests that answer HTTP requests. */
@API(status = Status.STABLE)
package parigot.guest.http;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
