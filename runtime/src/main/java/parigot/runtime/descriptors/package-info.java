/** What is known of services and their messages at run time. */
@API(status = Status.INTERNAL)
package parigot.runtime.descriptors;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
