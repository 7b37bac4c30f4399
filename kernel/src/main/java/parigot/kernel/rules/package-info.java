/** The rules of the kernel: who runs, who exports what, and who waits for whom. */
@API(status = Status.INTERNAL)
package parigot.kernel.rules;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
