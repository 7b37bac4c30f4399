/** What generated messages are made of. */
@API(status = Status.STABLE)
package parigot.message;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
