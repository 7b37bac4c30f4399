package parigot.kernel;

import java.time.Duration;

/**
 * A call without an answer.
 *
 * @param call its id
 * @param caller the calling guest's name in logs
 * @param callee the called guest's name in logs
 * @param service the called service: the first name that it exports, or what it calls itself
 * @param method the method's name as written in the .proto
 * @param age how long ago it was made
 */
public record CallView(
    Id call, String caller, String callee, String service, String method, Duration age) {}
