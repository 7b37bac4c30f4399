/** Applications in one thread, under a time of their own and a schedule that a seed chooses. */
@API(status = Status.STABLE)
package parigot.simulation;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
