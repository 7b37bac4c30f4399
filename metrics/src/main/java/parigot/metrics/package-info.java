/** What a running application counts, as metrics. */
@API(status = Status.STABLE)
package parigot.metrics;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
