/** Events for the JVM's flight recorder. */
@API(status = Status.INTERNAL)
package parigot.runtime.jfr;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
