/** Recordings of what crosses into guests, and their replay. */
@API(status = Status.INTERNAL)
package parigot.record;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
