/** What all rooms of the runtime share. */
@API(status = Status.INTERNAL)
package parigot.runtime;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
