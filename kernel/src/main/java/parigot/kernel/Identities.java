package parigot.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ids that one guest's names have had. Clients locate a service once and keep what they got, so
 * a guest that is started again gets for its names the ids that they had before.
 */
final class Identities {
  private final Map<String, List<Id>> services = new HashMap<>();
  private final Set<Id> known = new HashSet<>();
  private final Map<Id, Map<String, Id>> methods = new HashMap<>();

  /** The id of the service that registered under this name as the n-th with that name, from 0. */
  Optional<Id> service(String debugName, int nth) {
    List<Id> ids = services.getOrDefault(debugName, List.of());
    return nth < ids.size() ? Optional.of(ids.get(nth)) : Optional.empty();
  }

  Optional<Id> method(Id service, String name) {
    return Optional.ofNullable(methods(service).get(name));
  }

  /** The methods that this service has had, by name, in the order in which they were bound. */
  Map<String, Id> methods(Id service) {
    return methods.getOrDefault(service, Map.of());
  }

  void remember(String debugName, Id service) {
    if (known.add(service)) {
      services.computeIfAbsent(debugName, name -> new ArrayList<>()).add(service);
    }
  }

  void remember(Id service, String name, Id method) {
    methods.computeIfAbsent(service, id -> new LinkedHashMap<>()).put(name, method);
  }

  /** What is known now, for a guest's own thread to read while the kernel learns more. */
  Identities copy() {
    Identities copy = new Identities();
    services.forEach((name, ids) -> copy.services.put(name, List.copyOf(ids)));
    methods.forEach((service, ids) -> copy.methods.put(service, new LinkedHashMap<>(ids)));
    return copy;
  }
}
