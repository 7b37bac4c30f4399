/** What stands between nodes in tests of their links. */
@API(status = Status.INTERNAL)
package parigot.peers.proxy;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
