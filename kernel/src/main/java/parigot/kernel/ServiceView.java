package parigot.kernel;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A service as it stands at one moment.
 *
 * @param id its id
 * @param debugName what it called itself when it registered
 * @param host the host that it lives in
 * @param guest that host's name in logs
 * @param names what it exports
 * @param methods what it has bound, in that order
 * @param requires what it waits for
 * @param runRequested whether it has asked to launch
 * @param started whether it is running
 */
@API(status = API.Status.MAINTAINED)
public record ServiceView(
    Id id,
    String debugName,
    Id host,
    String guest,
    Set<ServiceName> names,
    List<Method> methods,
    Set<ServiceName> requires,
    boolean runRequested,
    boolean started) {

  /** A method by its name as written in the .proto, and its id. */
  public record Method(String name, Id id) {}

  /** Whether it exports anything. */
  public boolean exported() {
    return !names.isEmpty();
  }
}
