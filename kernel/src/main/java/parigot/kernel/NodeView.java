package parigot.kernel;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Another node as this one's kernel sees it at one moment.
 *
 * @param name its name in the placement
 * @param linkedAt when the present session began, in the kernel's time; empty without one
 * @param ready whether its modules are loaded
 * @param begun whether its guests were started
 * @param group the group of nodes that decides where movable guests run, of which it is a member;
 *     empty when it is of none
 * @param settled whether each of its guests has asked to launch all it has, as far as is known here
 * @param leaving whether it has said that it stops
 * @param services how many services of it are known here
 * @param running how many of those run
 * @param callsTo how many calls to it wait for an answer
 * @param callsFrom how many calls from it do
 * @param queued how many bytes wait for the link
 * @param otherCode the guests that run here too, and there with other code
 */
@API(status = API.Status.MAINTAINED)
public record NodeView(
    String name,
    Optional<Long> linkedAt,
    boolean ready,
    boolean begun,
    String group,
    boolean settled,
    boolean leaving,
    int services,
    int running,
    int callsTo,
    int callsFrom,
    long queued,
    List<String> otherCode) {}
