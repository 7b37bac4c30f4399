package parigot.kernel;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the kernel keeps of one guest that has not ended. */
sealed class Host permits Peer {
  static final long NEVER = -1;

  private final Id id;
  private final GuestSpec spec;
  private final String label;
  private final Label callerName;
  private final Identities identities;

  /** Everything that it has registered, in that order. */
  final Map<Id, Service> services = new LinkedHashMap<>();

  /** The calls that it has made and that wait, the oldest first. */
  final Set<Call> made = new LinkedHashSet<>();

  /** Whom those calls go to, and how many to each. */
  final Map<Host, Integer> callees = new LinkedHashMap<>();

  /** The calls to it that wait, the oldest first. */
  final Set<Call> serving = new LinkedHashSet<>();

  /** Its timers that are not due, by their call ids. */
  final Map<Id, Timers.Timer> timers = new LinkedHashMap<>();

  /**
   * How many calls that were delivered to it wait no longer, and it has not taken note yet. They
   * take up room in its mailbox like those that wait.
   */
  int unread;

  /** What the parameters of the calls to it take that it has not answered, or not forgotten. */
  long callBytes;

  /** What the results take that it has not said to have taken. */
  long resultBytes;

  /** When it last answered a call. */
  long lastAnsweredAt;

  /** How many events were delivered to it. */
  long delivered;

  /** After how many events it was last asked whether it has nothing to do. */
  long probedAfter = NEVER;

  /** After how many events it last had nothing to do. */
  long idleAfter = NEVER;

  /** The guests around which a deadlock is looked for once this one has answered. */
  final Set<Host> waitingForProbe = new LinkedHashSet<>();

  /** The code that it or somebody else asked it to end with. */
  OptionalInt askedCode = OptionalInt.empty();

  /** How many of its services have not asked to launch. */
  int notAsked;

  /** How many of its services have asked to launch and are not running. */
  int waiting;

  /** Whether it was started again by the kernel. */
  boolean again;

  /** Whether any service of it has ever run. */
  boolean launched;

  /** Whether it was asked or told to end. */
  boolean ending;

  /** Whether the kernel has said that it must end at once. */
  boolean killed;

  /** Whether it was told to end because another life of it is to begin at once. */
  boolean replaced;

  /** Why the kernel has ended it, when that is the guest's failure. */
  Optional<String> failure = Optional.empty();

  /**
   * @param label its name in logs, with its node's if there are several
   */
  Host(Id id, GuestSpec spec, String label, Identities identities) {
    this.id = id;
    this.spec = spec;
    this.label = label;
    this.callerName = new Label(spec.label());
    this.identities = identities;
  }

  Id id() {
    return id;
  }

  GuestSpec spec() {
    return spec;
  }

  GuestKind kind() {
    return spec.kind();
  }

  String label() {
    return label;
  }

  /** What those that it calls are told: a guest's name, or a node's. */
  Label callerName() {
    return callerName;
  }

  /** The ids that its names have, kept when it is started again. */
  Identities identities() {
    return identities;
  }

  /** Whether it takes part in the launch and the end of the application. */
  boolean isGuest() {
    return spec.kind() != GuestKind.EMBEDDER && !isPeer();
  }

  /** Whether it is another node. */
  boolean isPeer() {
    return false;
  }

  /** Whether nothing more is to be expected of its start: it has asked to launch all it has. */
  boolean isSettled() {
    return !services.isEmpty() && notAsked == 0;
  }

  /** Has an event delivered to it. */
  void deliver(Event event, List<Effect> out) {
    delivered++;
    if (event instanceof Event.Resolved resolved) {
      resultBytes += resolved.result().size();
    }
    out.add(new Effect.Deliver(id, event));
  }

  /** A call between two guests waits from now on. */
  static void opened(Call call) {
    call.caller().made.add(call);
    call.caller().callees.merge(call.callee(), 1, Integer::sum);
    call.callee().serving.add(call);
    call.callee().callBytes += call.size();
  }

  /** A call between two guests waits no longer. */
  static void closed(Call call) {
    if (call.caller().made.remove(call)) {
      call.caller()
          .callees
          .computeIfPresent(call.callee(), (callee, calls) -> calls == 1 ? null : calls - 1);
    }
    if (call.callee().serving.remove(call)) {
      call.callee().callBytes -= call.size();
    }
  }

  /** Whether all that it registered is running. */
  boolean isLaunched() {
    return isSettled() && waiting == 0;
  }

  GuestView view() {
    GuestView.State state;
    if (ending) {
      state = GuestView.State.ENDING;
    } else if (isGuest() && !isSettled()) {
      state = GuestView.State.STARTING;
    } else if (waiting > 0) {
      state = GuestView.State.WAITING;
    } else {
      state = GuestView.State.LAUNCHED;
    }
    return new GuestView(spec.label(), id, spec.kind(), state);
  }
}
