package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parigot.kernel.Id;

/** Finds who else has what a call is for: another running service that exports the same name. */
final class Instances {
  private final DependencyGraph graph;
  private int turn;

  /** A service, and its own method of the name that was called. */
  record Target(Service service, Id method) {}

  Instances(DependencyGraph graph) {
    this.graph = graph;
  }

  /** Another one than this, the next at each turn. */
  Optional<Target> besides(Service service, Id method) {
    Optional<String> called = service.methodName(method);
    if (called.isEmpty()) {
      return Optional.empty();
    }
    List<Target> targets = new ArrayList<>();
    for (Name exported : service.launch().exports()) {
      graph
          .find(exported.name())
          .ifPresent(
              name ->
                  name.exporters.stream()
                      .filter(other -> canTake(other, service))
                      .forEach(
                          other ->
                              other
                                  .methodNamed(called.get())
                                  .ifPresent(id -> targets.add(new Target(other, id)))));
    }
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(targets.get(Math.floorMod(turn++, targets.size())));
  }

  private static boolean canTake(Service other, Service instead) {
    return other.isRunning() && !other.id().equals(instead.id()) && other.host().takesCalls();
  }
}
