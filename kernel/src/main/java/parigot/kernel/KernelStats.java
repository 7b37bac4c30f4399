package parigot.kernel;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a kernel has counted, until one moment.
 *
 * @param calls of guests of this node, to whichever node, in the order of their first ends
 * @param refused how often the operator was told that something of a guest was refused as over one
 *     of its limits or beside its grants, by the guest as logs of its node have it; no entry for
 *     never
 */
@API(status = API.Status.MAINTAINED)
public record KernelStats(List<CallStats> calls, Map<String, Long> refused) {}
