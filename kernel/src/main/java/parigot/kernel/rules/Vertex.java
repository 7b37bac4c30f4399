package parigot.kernel.rules;

import java.util.Set;

/** A vertex of the graph of names and services, as {@link DependencyQueries} walk it. */
sealed interface Vertex permits Name, Service {

  /** What it depends on: a service on the names that it requires, a name on who exports it. */
  Set<? extends Vertex> dependsOn();
}
