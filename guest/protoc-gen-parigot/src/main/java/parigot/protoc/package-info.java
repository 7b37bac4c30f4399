/** The generator of code for guests and plugins. What is stable of it are its options. */
@API(status = Status.INTERNAL)
package parigot.protoc;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
