package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import parigot.kernel.Id;
import parigot.kernel.IdKind;

/** Questions about the dependency graph by what people see of it: printed names and ids. */
final class DependencyQueries {
  private final Iterable<Name> names;
  private final Collection<Service> services;

  DependencyQueries(Iterable<Name> names, Collection<Service> services) {
    this.names = names;
    this.services = services;
  }

  /** The services with this printed id, long or short, with or without its brackets. */
  List<Service> printedAs(String printedId) {
    String wanted = printedId.replace("[", "").replace("]", "");
    return services.stream()
        .filter(
            service -> {
              Id id = service.id();
              return id.printLong(IdKind.SERVICE).equals(wanted)
                  || id.print(IdKind.SERVICE).equals("[" + wanted + "]");
            })
        .toList();
  }

  /** Whether requirements lead, directly or through others, from one to the other. */
  boolean exists(String from, String to) {
    Set<Vertex> targets = new HashSet<>(vertices(to));
    Queue<Vertex> next = new ArrayDeque<>(vertices(from));
    Set<Vertex> seen = new HashSet<>();
    for (Vertex vertex = next.poll(); vertex != null; vertex = next.poll()) {
      for (Vertex successor : vertex.dependsOn()) {
        if (targets.contains(successor)) {
          return true;
        }
        if (seen.add(successor)) {
          next.add(successor);
        }
      }
    }
    return false;
  }

  /**
   * A name that somebody exports or requires, else services by their ids, else by what they say.
   */
  private List<Vertex> vertices(String printed) {
    List<Vertex> found = new ArrayList<>();
    for (Name name : names) {
      if (name.toString().equals(printed)) {
        found.add(name);
      }
    }
    if (found.isEmpty()) {
      found.addAll(printedAs(printed));
    }
    if (found.isEmpty()) {
      services.stream().filter(s -> s.debugName().equals(printed)).forEach(found::add);
    }
    return found;
  }
}
