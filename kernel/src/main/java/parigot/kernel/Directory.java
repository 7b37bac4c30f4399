package parigot.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which services there are and where they run: written by the {@link Kernel} alone, read by every
 * guest's {@link SystemCalls} from its own thread, so that finding a service waits for nobody.
 *
 * <p>What it says of a host may be overtaken while a guest acts on it. The kernel then answers the
 * call that came too late.
 */
public final class Directory {
  private final Set<Id> hosts = ConcurrentHashMap.newKeySet();
  private final Map<Id, Entry> services = new ConcurrentHashMap<>();
  private final Map<ServiceName, Providers> running = new ConcurrentHashMap<>();

  Directory() {}

  /** Whether this guest was admitted and has not ended. Any thread. */
  public boolean isAlive(Id host) {
    return hosts.contains(host);
  }

  /** Whether a service that exports this name is running. Any thread. */
  public boolean isRunning(ServiceName name) {
    return running.containsKey(name);
  }

  /** A registered service, launched or not. */
  Optional<Entry> service(Id service) {
    return Optional.ofNullable(services.get(service));
  }

  /** A running service that exports this name. With several, each turn gives the next. */
  Optional<Entry> provider(ServiceName name, int turn) {
    Providers providers = running.get(name);
    return providers == null ? Optional.empty() : providers.at(turn);
  }

  void admit(Id host) {
    hosts.add(host);
  }

  void remove(Id host) {
    hosts.remove(host);
  }

  Entry register(Id service, Id host, int capacity) {
    Entry entry = new Entry(service, host, capacity);
    services.put(service, entry);
    return entry;
  }

  void unregister(Entry entry) {
    services.remove(entry.service, entry);
  }

  void provide(ServiceName name, Entry entry) {
    running.computeIfAbsent(name, unused -> new Providers()).add(entry);
  }

  void withdraw(ServiceName name, Entry entry) {
    Providers providers = running.get(name);
    providers.remove(entry);
    if (providers.isEmpty()) {
      running.remove(name);
    }
  }

  boolean isEmpty() {
    return hosts.isEmpty() && services.isEmpty() && running.isEmpty();
  }

  /** One service: where it lives, what its host can take, and its methods. */
  static final class Entry {
    private final Id service;
    private final Id host;
    private final int capacity;
    private final Map<Id, String> names = new ConcurrentHashMap<>(4);
    private final Queue<ServiceView.Method> inOrder = new ConcurrentLinkedQueue<>();

    private Entry(Id service, Id host, int capacity) {
      this.service = service;
      this.host = host;
      this.capacity = capacity;
    }

    Id service() {
      return service;
    }

    Id host() {
      return host;
    }

    /** How many bytes one event for its host may have. */
    int capacity() {
      return capacity;
    }

    boolean hasMethod(Id method) {
      return names.containsKey(method);
    }

    /** In the order in which they were bound. */
    Collection<ServiceView.Method> methods() {
      return inOrder;
    }

    void bind(Id method, String name) {
      if (names.put(method, name) == null) {
        inOrder.add(new ServiceView.Method(name, method));
      }
    }
  }
}
