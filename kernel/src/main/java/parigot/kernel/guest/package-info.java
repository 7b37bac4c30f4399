/** The guest's half of the kernel, which answers system calls. */
@API(status = Status.INTERNAL)
package parigot.kernel.guest;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
