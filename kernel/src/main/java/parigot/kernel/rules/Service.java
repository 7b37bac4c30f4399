package parigot.kernel.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.kernel.Id;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;

/** What the kernel keeps of one registered service. How far it has come is the graph's to say. */
final class Service implements Vertex {
  private final Id id;
  private final String debugName;
  private final Host host;
  private final Optional<Guest> here;
  private final String guest;
  private final String owner;

  /** The names of its methods, in the order in which they were bound. */
  private final Map<Id, String> methods = new LinkedHashMap<>();

  /** Calls that were made before it ran, and are delivered when it does. */
  private final Set<Call> held = new LinkedHashSet<>();

  private final ServiceLaunch launch = new ServiceLaunch();
  private long callTimeout;
  private boolean hasOwnCallTimeout;

  /** One of this node. */
  Service(Id id, String debugName, Guest guest) {
    this(id, debugName, guest, Optional.of(guest), guest.spec().name(), guest.label());
    callTimeout = guest.spec().callTimeouts().toGuest().map(Duration::toNanos).orElse(0L);
  }

  /**
   * One of another node.
   *
   * @param guest the name that the configuration gives its guest
   * @param owner its guest as logs have it
   */
  Service(Id id, String debugName, Peer peer, String guest, String owner) {
    this(id, debugName, peer, Optional.empty(), guest, owner);
  }

  private Service(
      Id id, String debugName, Host host, Optional<Guest> here, String guest, String owner) {
    this.id = id;
    this.debugName = debugName;
    this.host = host;
    this.here = here;
    this.guest = guest;
    this.owner = owner;
  }

  Id id() {
    return id;
  }

  /** What it calls itself, for people. */
  String debugName() {
    return debugName;
  }

  Host host() {
    return host;
  }

  /**
   * Its guest, which runs on this node.
   *
   * @throws java.util.NoSuchElementException when it is {@linkplain #isRemote remote}
   */
  Guest guestHere() {
    return here.orElseThrow();
  }

  /** The name that the configuration gives its guest. */
  String guest() {
    return guest;
  }

  /** Its guest as logs have it, wherever that runs. */
  String owner() {
    return owner;
  }

  /** Whether it runs on another node, whose kernel says how far it has come. */
  boolean isRemote() {
    return here.isEmpty();
  }

  /** What it exports and requires, and how far it has come. */
  ServiceLaunch launch() {
    return launch;
  }

  @Override
  public Set<Name> dependsOn() {
    return launch.requires();
  }

  boolean isRunning() {
    return launch.is(ServiceLaunch.Phase.RUNNING);
  }

  void bind(Id method, String name) {
    methods.put(method, name);
  }

  /** The name of this method, if it was bound. */
  Optional<String> methodName(Id method) {
    return Optional.ofNullable(methods.get(method));
  }

  /** The first method that was bound with this name. */
  Optional<Id> methodNamed(String name) {
    return methods.entrySet().stream()
        .filter(bound -> bound.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** In the order in which they were bound. */
  List<ServiceView.Method> methods() {
    return methods.entrySet().stream()
        .map(method -> new ServiceView.Method(method.getValue(), method.getKey()))
        .toList();
  }

  /** It has one more name, and with that perhaps a time-out of its own. */
  void isExportedAs(ServiceName name) {
    host.spec()
        .callTimeouts()
        .toService(name)
        .ifPresent(
            timeout -> {
              long before = hasOwnCallTimeout ? callTimeout : 0;
              callTimeout = Math.max(before, timeout.toNanos());
              hasOwnCallTimeout = true;
            });
  }

  /** How long a call to it may wait, in nanoseconds; 0 when that is as for all. */
  long callTimeout() {
    return callTimeout;
  }

  /** Its own node says how long. */
  void callTimeout(long nanos) {
    callTimeout = nanos;
  }

  /** Keeps a call until this runs. */
  void hold(Call call) {
    held.add(call);
  }

  /** The call waits no more. */
  void letGo(Call call) {
    held.remove(call);
  }

  /** The calls that were kept, the oldest first. */
  List<Call> takeHeld() {
    List<Call> taken = new ArrayList<>(held);
    held.clear();
    return taken;
  }

  /** The first name that it exports, or what it calls itself. */
  String printName() {
    Set<Name> exports = launch.exports();
    return exports.isEmpty() ? debugName : exports.iterator().next().toString();
  }

  ServiceView view() {
    return new ServiceView(
        id,
        debugName,
        host.id(),
        owner,
        names(launch.exports()),
        methods(),
        names(launch.requires()),
        !launch.is(ServiceLaunch.Phase.REGISTERED),
        isRunning());
  }

  private static Set<ServiceName> names(Set<Name> names) {
    return names.stream().map(Name::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
