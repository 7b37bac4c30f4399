/** The vocabulary of the kernel: ids, names, calls, limits. */
@API(status = Status.INTERNAL)
package parigot.kernel;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
