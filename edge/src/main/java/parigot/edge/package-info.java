/** The services of an application for clients that are no guests. */
@API(status = Status.STABLE)
package parigot.edge;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
