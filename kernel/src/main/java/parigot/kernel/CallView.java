package parigot.kernel;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A call without an answer.
 *
 * @param call its id
 * @param caller the calling guest's name in logs
 * @param callee the called guest's name in logs
 * @param service the called service: the first name that it exports, or what it calls itself
 * @param method the method's name as written in the .proto
 * @param age how long ago it was made
 * @param timeout how long it may wait
 * @param chain who waits for whom: this call, then the oldest that its callee waits for, and so on;
 *     behind the last one stands what is known of it
 */
@API(status = API.Status.MAINTAINED)
public record CallView(
    Id call,
    String caller,
    String callee,
    String service,
    String method,
    Duration age,
    Duration timeout,
    List<String> chain) {}
