/** Applications inside of a Java program: start, calls, end. */
@API(status = Status.STABLE)
package parigot.actors;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
