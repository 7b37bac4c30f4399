/** The page that shows a running application. */
@API(status = Status.INTERNAL)
package parigot.console;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
