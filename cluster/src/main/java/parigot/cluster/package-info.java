/** Where movable guests run, as Akka Cluster decides. */
@API(status = Status.INTERNAL)
package parigot.cluster;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
