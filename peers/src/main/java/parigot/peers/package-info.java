/** The links between the nodes of an application. */
@API(status = Status.INTERNAL)
package parigot.peers;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
