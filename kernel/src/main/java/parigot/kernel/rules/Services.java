package parigot.kernel.rules;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parigot.kernel.Effect;
import parigot.kernel.Id;

/** All registered services, of this node and of the others, and their places in the graph. */
final class Services {
  private final Map<Id, Service> services = new LinkedHashMap<>();
  private final DependencyGraph graph;

  Services(DependencyGraph graph) {
    this.graph = graph;
  }

  DependencyGraph graph() {
    return graph;
  }

  Optional<Service> find(Id id) {
    return Optional.ofNullable(services.get(id));
  }

  /** One that the kernel has heard of before. */
  Service get(Id id) {
    return services.get(id);
  }

  boolean contains(Id id) {
    return services.containsKey(id);
  }

  /** In the order in which they were registered. */
  Collection<Service> all() {
    return services.values();
  }

  void add(Service service) {
    services.put(service.id(), service);
  }

  /**
   * Takes one out, and out of the graph.
   *
   * @param onlyHere whether it does not matter who requires a name on other nodes
   * @return the names that nobody requires any more
   */
  List<Name> remove(Service service, boolean onlyHere, List<Effect> out) {
    services.remove(service.id());
    return graph.remove(service, onlyHere, out);
  }

  boolean isEmpty() {
    return services.isEmpty() && graph.isEmpty();
  }
}
