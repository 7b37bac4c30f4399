package parigot.kernel.guest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parigot.kernel.Budgets;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.IdSource;
import parigot.kernel.Identities;
import parigot.kernel.NamedIds;
import parigot.kernel.Printable;
import parigot.kernel.ServiceName;
import parigot.kernel.Utf8;

/** What one guest has registered, bound and required. Lives on the guest's thread. */
final class OwnServices {
  /** Of a name of a service and one of a method. */
  private static final int LONGEST_SHOWN = 2 * Budgets.LONGEST_NAME;

  private final IdSource ids;
  private final Optional<NamedIds> named;
  private final Identities before;
  private final int mostServices;
  private final long mostBytes;
  private final Map<Id, Service> services = new HashMap<>();
  private final Map<String, Integer> registered = new HashMap<>();
  private long bytes;

  /**
   * @param ids where new ids come from
   * @param named gives those of services and methods, when it is there
   * @param before the ids that this guest's names had before it was started again
   * @param spec how many services the guest may register, and what its names may take
   */
  OwnServices(IdSource ids, Optional<NamedIds> named, Identities before, GuestSpec spec) {
    this.ids = ids;
    this.named = named;
    this.before = before;
    this.mostServices = spec.services();
    this.mostBytes = spec.budgets().names();
  }

  /** Whether the guest has registered as many services as it may. */
  boolean isFull() {
    return services.size() >= mostServices;
  }

  /** Whether these names more would be too many. */
  boolean wouldExceed(String... more) {
    long taken = bytes;
    for (String name : more) {
      taken += size(name);
    }
    return taken > mostBytes;
  }

  private static long size(String name) {
    return (long) Budgets.NAME + Utf8.length(name);
  }

  Optional<Service> find(Id service) {
    return Optional.ofNullable(services.get(service));
  }

  /** A new service, or the one that had this name in the guest's life before. */
  Registration register(String debugName) {
    bytes += size(debugName);
    int nth = registered.merge(debugName, 1, Integer::sum) - 1;
    Optional<Id> known = before.service(debugName, nth);
    Id id = known.orElseGet(() -> newService(debugName, nth));
    services.put(id, new Service(id));
    return new Registration(id, known.isPresent());
  }

  private Id newService(String debugName, int nth) {
    return named
        .map(its -> its.service(debugName, nth))
        .orElseGet(() -> Id.random(IdKind.SERVICE, ids));
  }

  private Id newMethod(Id service, String name) {
    return named
        .map(its -> its.method(service, name))
        .orElseGet(() -> Id.random(IdKind.METHOD, ids));
  }

  record Registration(Id service, boolean existed) {}

  /** A method as people call it: by the first name that its service exports. */
  String print(Id service, Id method) {
    Optional<Service> known = find(service);
    String name =
        known
            .flatMap(own -> own.exports.stream().findFirst())
            .map(ServiceName::toString)
            .orElseGet(() -> service.print(IdKind.SERVICE));
    String methodName =
        known.flatMap(own -> own.nameOf(method)).orElseGet(() -> method.print(IdKind.METHOD));
    return Printable.of(name + "." + methodName, LONGEST_SHOWN);
  }

  /** One service of the guest. */
  final class Service {
    private final Id id;
    private final Map<String, Id> methodsByName = new LinkedHashMap<>();
    private final Set<Id> methods = new HashSet<>();
    private final Set<ServiceName> exports = new LinkedHashSet<>();
    private final Set<ServiceName> requires = new HashSet<>();
    private boolean launchAsked;

    private Service(Id id) {
      this.id = id;
    }

    boolean hasMethod(Id method) {
      return methods.contains(method);
    }

    private Optional<String> nameOf(Id method) {
      return methodsByName.entrySet().stream()
          .filter(bound -> bound.getValue().equals(method))
          .map(Map.Entry::getKey)
          .findFirst();
    }

    Optional<Id> methodNamed(String name) {
      return Optional.ofNullable(methodsByName.get(name));
    }

    Id bind(String name) {
      bytes += size(name);
      Id method = before.method(id, name).orElseGet(() -> newMethod(id, name));
      methodsByName.put(name, method);
      methods.add(method);
      return method;
    }

    boolean requires(ServiceName name) {
      return requires.contains(name);
    }

    /** Adds to the exports, and gives back those that are new. */
    List<ServiceName> export(List<ServiceName> more) {
      return add(exports, more);
    }

    /** Adds to what is required, and gives back what is new. */
    List<ServiceName> require(List<ServiceName> more) {
      return add(requires, more);
    }

    /** Whether this is the first time. */
    boolean askLaunch() {
      boolean first = !launchAsked;
      launchAsked = true;
      return first;
    }

    private List<ServiceName> add(Set<ServiceName> to, List<ServiceName> more) {
      List<ServiceName> added = more.stream().filter(to::add).toList();
      added.forEach(name -> bytes += size(name.toString()));
      return added;
    }
  }
}
