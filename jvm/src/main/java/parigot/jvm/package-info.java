/** The other engine: guests as plain Java. */
@API(status = Status.INTERNAL)
package parigot.jvm;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
