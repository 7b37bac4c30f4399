package parigot.kernel;

import org.apiguardian.api.API;

/**
 * A call that is over, as a part of its trace: of one guest to another, or of a guest to a plugin.
 *
 * @param trace its own span, and the one that has caused it
 * @param caller the calling guest's name in logs
 * @param callee the called guest's name in logs, or the plugin's
 * @param service as {@code greeting.v1.greeting}
 * @param method as the .proto writes it
 * @param begun when it was made, in the owner's time
 * @param ended when it was over
 * @param isFromOutside whether the host's own code has made it, such as for a client
 */
@API(status = API.Status.MAINTAINED)
public record CallSpan(
    TraceContext trace,
    String caller,
    String callee,
    String service,
    String method,
    long begun,
    long ended,
    CallOutcome outcome,
    boolean isFromOutside) {}
