package parigot.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the kernel keeps of one registered service. */
final class Service {
  private final Id id;
  private final String debugName;
  private final Host host;
  private final String guest;
  private final String owner;

  /** The names of its methods, in the order in which they were bound. */
  final Map<Id, String> methods = new LinkedHashMap<>();

  final Set<Name> exports = new LinkedHashSet<>();
  final Set<Name> requires = new LinkedHashSet<>();

  /** Calls that were made before it ran, and are delivered when it does. */
  final Set<Call> held = new LinkedHashSet<>();

  Phase phase = Phase.REGISTERED;

  /** The call that its launch resolves, once it has asked. */
  Id launchCall = Id.EMPTY;

  /** Until when it may wait, unless that is before the first deadline. */
  long mayWaitUntil;

  /** How many had asked before. */
  long asked;

  /** How long a call to it may wait, in nanoseconds; 0 when that is as for all. */
  long callTimeout;

  private boolean hasOwnCallTimeout;

  /** While it waits: how many required names nobody runs. */
  int missing;

  /** How far a service has come. */
  enum Phase {
    REGISTERED,
    WAITING,
    RUNNING,
    /** Its launch was refused; it cannot ask again. */
    REFUSED
  }

  Service(Id id, String debugName, Host host) {
    this(id, debugName, host, host.spec().name(), host.label());
    callTimeout = host.spec().callTimeouts().toGuest().map(Duration::toNanos).orElse(0L);
  }

  /**
   * One that may be on another node.
   *
   * @param guest the name that the configuration gives its guest
   * @param owner its guest as logs have it
   */
  Service(Id id, String debugName, Host host, String guest, String owner) {
    this.id = id;
    this.debugName = debugName;
    this.host = host;
    this.guest = guest;
    this.owner = owner;
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
    return host.isPeer();
  }

  boolean is(Phase other) {
    return phase == other;
  }

  /** The first name that it exports, or what it calls itself. */
  String printName() {
    return exports.isEmpty() ? debugName : exports.iterator().next().toString();
  }

  ServiceView view() {
    List<ServiceView.Method> bound =
        methods.entrySet().stream()
            .map(method -> new ServiceView.Method(method.getValue(), method.getKey()))
            .toList();
    return new ServiceView(
        id,
        debugName,
        host.id(),
        owner,
        names(exports),
        bound,
        names(requires),
        phase != Phase.REGISTERED,
        phase == Phase.RUNNING);
  }

  private static Set<ServiceName> names(Set<Name> names) {
    return names.stream().map(Name::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
