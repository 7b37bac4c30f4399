/** The clock, chance, and the room of the machine. */
@API(status = Status.INTERNAL)
package parigot.runtime.machine;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
