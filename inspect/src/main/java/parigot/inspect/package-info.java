/** What an operator sees of a running application. */
@API(status = Status.INTERNAL)
package parigot.inspect;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
