package parigot.kernel;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A call that has failed.
 *
 * @param call its id
 * @param caller the calling guest's name in logs
 * @param callee the called guest's name in logs; empty when what was called is not known
 * @param service as {@link CallView} has it, or {@link CallStats#UNKNOWN}
 * @param method the method's name, or {@link CallStats#UNKNOWN}
 * @param outcome why, in one word
 * @param error the number of the service's own error; 0 for all other failures
 * @param detail why, in one sentence
 * @param mayHaveRun whether the method may have begun
 * @param chain who waited for whom when it failed, as {@link CallView} has it; empty when it never
 *     waited
 * @param trace the id of the trace that it was part of; empty for none
 * @param took how long it waited
 * @param age how long ago it failed
 */
@API(status = API.Status.MAINTAINED)
public record FailedCallView(
    Id call,
    String caller,
    String callee,
    String service,
    String method,
    CallOutcome outcome,
    int error,
    String detail,
    boolean mayHaveRun,
    List<String> chain,
    String trace,
    Duration took,
    Duration age) {}
