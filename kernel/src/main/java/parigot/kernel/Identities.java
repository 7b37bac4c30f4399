package parigot.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ids that one guest's names have had. Clients locate a service once and keep what they got, so
 * a guest that is started again gets for its names the ids that they had before.
 *
 * <p>Of the lives before, no more is kept than one life may bring along: what was used longest ago
 * is forgotten first.
 */
public final class Identities {
  /** What was registered last stands last. */
  private final Map<String, List<Id>> services = new LinkedHashMap<>();

  private final Set<Id> known = new HashSet<>();

  /** By service; what was bound last stands last. */
  private final Map<Id, Map<String, Id>> methods = new LinkedHashMap<>();

  private int methodCount;

  /** The id of the service that registered under this name as the n-th with that name, from 0. */
  public Optional<Id> service(String debugName, int nth) {
    List<Id> ids = services.getOrDefault(debugName, List.of());
    return nth < ids.size() ? Optional.of(ids.get(nth)) : Optional.empty();
  }

  /** The id of the method that was bound to this service under this name. */
  public Optional<Id> method(Id service, String name) {
    return Optional.ofNullable(methods(service).get(name));
  }

  /** The methods that this service has had, by name, those that were bound last at the end. */
  public Map<String, Id> methods(Id service) {
    return methods.getOrDefault(service, Map.of());
  }

  /** A service has been registered under this name. */
  public void remember(String debugName, Id service) {
    List<Id> ids = services.remove(debugName);
    if (ids == null) {
      ids = new ArrayList<>(1);
    }
    services.put(debugName, ids);
    if (known.add(service)) {
      ids.add(service);
    }
  }

  /** A method has been bound to this service under this name. */
  public void remember(Id service, String name, Id method) {
    Map<String, Id> its = methods.remove(service);
    if (its == null) {
      its = new LinkedHashMap<>();
    }
    methods.put(service, its);
    if (its.remove(name) == null) {
      methodCount++;
    }
    its.put(name, method);
  }

  /** Forgets everything. */
  public void clear() {
    services.clear();
    known.clear();
    methods.clear();
    methodCount = 0;
  }

  /** All that is remembered: for each name the ids of its services, in order. */
  public Map<String, List<Id>> services() {
    return services;
  }

  /** Forgets what there are too many of. Before a life, never during one. */
  public void trim(int mostServices, int mostMethods) {
    Iterator<List<Id>> oldestServices = services.values().iterator();
    while (known.size() > mostServices) {
      for (Id service : oldestServices.next()) {
        known.remove(service);
        Map<String, Id> its = methods.remove(service);
        methodCount -= its == null ? 0 : its.size();
      }
      oldestServices.remove();
    }
    Iterator<Map<String, Id>> oldest = methods.values().iterator();
    while (methodCount > mostMethods) {
      Iterator<Id> its = oldest.next().values().iterator();
      while (its.hasNext() && methodCount > mostMethods) {
        its.next();
        its.remove();
        methodCount--;
      }
    }
  }

  /** What is known now, for a guest's own thread to read while the kernel learns more. */
  public Identities copy() {
    Identities copy = new Identities();
    services.forEach((name, ids) -> copy.services.put(name, List.copyOf(ids)));
    methods.forEach((service, ids) -> copy.methods.put(service, new LinkedHashMap<>(ids)));
    return copy;
  }
}
