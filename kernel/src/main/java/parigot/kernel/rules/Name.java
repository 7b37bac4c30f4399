package parigot.kernel.rules;

import java.util.LinkedHashSet;
import java.util.Set;
import parigot.kernel.ServiceName;

/** A service name that somebody exports or requires: a vertex of the dependency graph. */
final class Name implements Vertex {
  private final ServiceName name;

  /** Every service that exports it, running or not. */
  final Set<Service> exporters = new LinkedHashSet<>();

  /** Every service that requires it and waits for its launch. */
  final Set<Service> waiting = new LinkedHashSet<>();

  /** How many of its exporters have not asked to launch. */
  int registered;

  /** How many of its exporters have asked to launch and do not run. */
  int exportersWaiting;

  /** Whether the operator was told that guests of different names export it. */
  boolean toldShared;

  /** How many services require it, running or not. */
  int requirers;

  /** How many of them are on this node. */
  int requirersHere;

  /** How many running services export it. */
  int running;

  Name(ServiceName name) {
    this.name = name;
  }

  ServiceName name() {
    return name;
  }

  @Override
  public Set<Service> dependsOn() {
    return exporters;
  }

  /** Whether only services that wait themselves could make it run. */
  boolean dependsOnWaiting() {
    return running == 0 && registered == 0 && exportersWaiting > 0;
  }

  boolean isUnused() {
    return exporters.isEmpty() && requirers == 0;
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
