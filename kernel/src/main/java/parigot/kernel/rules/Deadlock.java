package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import parigot.kernel.ServiceName;

/**
 * Services that wait for each other, so that nothing from outside can ever free them.
 *
 * <p>A required name can still be freed as long as nobody exports it (somebody may come who does),
 * or one of its exporters can be freed; a service can be freed when each name that it misses can.
 * What is left is stuck, and since each stuck service waits for another one, there is a ring.
 *
 * @param members every service that stands in a ring
 * @param ring the names along a shortest one, each requiring the next, and the last the first
 */
record Deadlock(List<Service> members, List<ServiceName> ring) {

  /** The deadlock among these waiting services, if there is one. */
  static Optional<Deadlock> among(Collection<Service> waiting) {
    Set<Name> names = new LinkedHashSet<>();
    for (Service service : waiting) {
      for (Name name : service.launch().requires()) {
        if (name.running == 0) {
          names.add(name);
        }
      }
    }
    names.removeIf(name -> !name.dependsOnWaiting());
    Set<Service> services = new LinkedHashSet<>(waiting);
    removeWhatCanBeFreed(services, names);
    return services.isEmpty() ? Optional.empty() : Optional.of(of(services, names));
  }

  /** For a person: {@code a.v1.a -> b.v1.b -> a.v1.a}. */
  String print() {
    return ring.stream().map(ServiceName::toString).collect(Collectors.joining(" -> "))
        + " -> "
        + ring.get(0);
  }

  private static void removeWhatCanBeFreed(Set<Service> services, Set<Name> names) {
    Map<Service, Integer> missing = new HashMap<>();
    Queue<Service> free = new ArrayDeque<>();
    for (Service service : services) {
      int stuck = (int) service.launch().requires().stream().filter(names::contains).count();
      missing.put(service, stuck);
      if (stuck == 0) {
        free.add(service);
      }
    }
    for (Service service = free.poll(); service != null; service = free.poll()) {
      services.remove(service);
      for (Name name : service.launch().exports()) {
        if (names.remove(name)) {
          for (Service waiter : name.waiting) {
            if (missing.merge(waiter, -1, Integer::sum) == 0) {
              free.add(waiter);
            }
          }
        }
      }
    }
  }

  /** Services and names take turns in this graph, so it has no more arcs than was declared. */
  private static Deadlock of(Set<Service> stuck, Set<Name> stuckNames) {
    List<Service> services = List.copyOf(stuck);
    List<Name> names = new ArrayList<>(stuckNames);
    names.sort(Comparator.comparing(Name::toString));
    Map<Object, Integer> vertices = new LinkedHashMap<>();
    names.forEach(name -> vertices.put(name, vertices.size()));
    services.forEach(service -> vertices.put(service, vertices.size()));

    int[][] arcs = new int[vertices.size()][];
    for (Name name : names) {
      arcs[vertices.get(name)] = pointers(name.exporters, vertices);
    }
    for (Service service : services) {
      arcs[vertices.get(service)] = pointers(service.launch().requires(), vertices);
    }
    Digraph graph = new Digraph(arcs);
    boolean[] inRing = graph.inRing();
    int[] starts = IntStream.range(0, names.size()).toArray();
    List<ServiceName> ring = new ArrayList<>();
    for (int vertex : graph.shortestRing(starts)) {
      if (vertex < names.size()) {
        ring.add(names.get(vertex).name());
      }
    }
    List<Service> members =
        services.stream().filter(service -> inRing[vertices.get(service)]).toList();
    return new Deadlock(members, List.copyOf(ring));
  }

  private static int[] pointers(Collection<?> targets, Map<Object, Integer> vertices) {
    return targets.stream().filter(vertices::containsKey).mapToInt(vertices::get).toArray();
  }
}
