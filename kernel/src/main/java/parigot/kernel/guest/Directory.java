package parigot.kernel.guest;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import parigot.kernel.Id;
import parigot.kernel.Listing;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;

/**
 * Which services there are and where they run, as the {@code Kernel}'s {@code Effect.Listed} say:
 * {@linkplain #apply changed} by one thread, read by every guest's {@link SystemCalls} from its
 * own, so that finding a service waits for nobody.
 *
 * <p>What it says of a host may be overtaken while a guest acts on it. The kernel then answers the
 * call that came too late.
 */
public final class Directory {
  private final Set<Id> hosts = ConcurrentHashMap.newKeySet();
  private final Map<Id, Entry> services = new ConcurrentHashMap<>();
  private final Map<ServiceName, Providers> running = new ConcurrentHashMap<>();

  /** Those on other nodes, when those on this one are preferred; else all are in one place. */
  private final Map<ServiceName, Providers> runningFar;

  private final Listing.Cases changes = new Changes();

  /** Of an application on one node. */
  public Directory() {
    this(true);
  }

  /**
   * @param preferLocal whether a name that runs on this node is found on no other
   */
  public Directory(boolean preferLocal) {
    runningFar = preferLocal ? new ConcurrentHashMap<>() : running;
  }

  /** Makes a change. Always on the same thread, in the order in which the kernel said them. */
  public void apply(Listing change) {
    change.giveTo(changes);
  }

  /** Whether this guest was admitted and has not ended. Any thread. */
  public boolean isAlive(Id host) {
    return hosts.contains(host);
  }

  /** Whether a service that exports this name is running. Any thread. */
  public boolean isRunning(ServiceName name) {
    return running.containsKey(name) || runningFar.containsKey(name);
  }

  /** A registered service, launched or not. */
  Optional<Entry> service(Id service) {
    return Optional.ofNullable(services.get(service));
  }

  /** A running service that exports this name. With several, each turn gives the next. */
  Optional<Entry> provider(ServiceName name, int turn) {
    Optional<Entry> near = provider(running, name, turn);
    return near.isPresent() ? near : provider(runningFar, name, turn);
  }

  private static Optional<Entry> provider(
      Map<ServiceName, Providers> among, ServiceName name, int turn) {
    Providers providers = among.get(name);
    return providers == null ? Optional.empty() : providers.at(turn);
  }

  private Map<ServiceName, Providers> among(Entry entry) {
    return entry.isRemote ? runningFar : running;
  }

  private final class Changes implements Listing.Cases {
    @Override
    public void admitted(Listing.Admitted change) {
      hosts.add(change.host());
    }

    @Override
    public void ended(Listing.Ended change) {
      hosts.remove(change.host());
    }

    @Override
    public void registered(Listing.Registered change) {
      Entry entry =
          new Entry(change.service(), change.host(), change.capacity(), change.isRemote());
      change.methods().forEach(entry::bind);
      services.put(change.service(), entry);
    }

    @Override
    public void bound(Listing.Bound change) {
      services.get(change.service()).bind(change.method());
    }

    @Override
    public void unregistered(Listing.Unregistered change) {
      Entry there = services.get(change.service());
      if (there != null && there.host.equals(change.host())) {
        services.remove(change.service());
      }
    }

    @Override
    public void provided(Listing.Provided change) {
      Entry entry = services.get(change.service());
      among(entry).computeIfAbsent(change.name(), unused -> new Providers()).add(entry);
    }

    @Override
    public void withdrawn(Listing.Withdrawn change) {
      Entry entry = services.get(change.service());
      Map<ServiceName, Providers> among = among(entry);
      Providers providers = among.get(change.name());
      if (providers == null) {
        // Its node has said before that it stops.
        return;
      }
      providers.remove(entry);
      if (providers.isEmpty()) {
        among.remove(change.name());
      }
    }
  }

  /** Whether nothing is listed. */
  public boolean isEmpty() {
    return hosts.isEmpty() && services.isEmpty() && running.isEmpty() && runningFar.isEmpty();
  }

  /** One service: where it lives, what its host can take, and its methods. */
  static final class Entry {
    private final Id service;
    private final Id host;
    private final int capacity;
    private final boolean isRemote;
    private final Map<Id, String> names = new ConcurrentHashMap<>(4);
    private final Queue<ServiceView.Method> inOrder = new ConcurrentLinkedQueue<>();

    private Entry(Id service, Id host, int capacity, boolean isRemote) {
      this.service = service;
      this.host = host;
      this.capacity = capacity;
      this.isRemote = isRemote;
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

    private void bind(ServiceView.Method method) {
      if (names.put(method.id(), method.name()) == null) {
        inOrder.add(method);
      }
    }
  }
}
