package parigot.kernel.rules;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.GuestView;
import parigot.kernel.Id;
import parigot.kernel.Identities;

/** One life of a guest of this node, from its admission to its end. */
final class Guest extends Host {
  private final Identities identities;
  private final boolean restarted;
  private OptionalInt askedCode = OptionalInt.empty();
  private boolean launched;
  private boolean ending;
  private boolean killed;
  private boolean replaced;
  private boolean departing;
  private Optional<String> failure = Optional.empty();

  /**
   * @param restarted whether it was started again by the kernel
   */
  Guest(Id id, GuestSpec spec, String label, Identities identities, boolean restarted) {
    super(id, spec, label);
    this.identities = identities;
    this.restarted = restarted;
  }

  @Override
  boolean isPeer() {
    return false;
  }

  /** It has ended then, and is none any more. */
  @Override
  boolean isAway() {
    return false;
  }

  /** It is to run on another node, when it has answered. */
  @Override
  boolean isLeaving() {
    return departing;
  }

  void departs() {
    departing = true;
  }

  @Override
  Optional<String> whyFull(int bytes) {
    return Optional.empty();
  }

  @Override
  void bring(Call call, long now, List<Effect> out) {
    deliver(call.event(), out);
  }

  @Override
  void deliver(Event event, List<Effect> out) {
    calls().delivered(event.resultBytes());
    out.add(new Effect.Deliver(id(), event));
  }

  GuestKind kind() {
    return spec().kind();
  }

  GuestKey program() {
    return GuestKey.of(spec());
  }

  /** Whether it takes part in the launch and the end of the application. */
  boolean takesPart() {
    return kind() != GuestKind.EMBEDDER;
  }

  /** The ids that its names have, kept when it is started again. */
  Identities identities() {
    return identities;
  }

  /** Whether it was started again by the kernel. */
  boolean isAgain() {
    return restarted;
  }

  /** A service of it runs. */
  void launched() {
    launched = true;
  }

  /** Whether any service of it has ever run. */
  boolean hasLaunched() {
    return launched;
  }

  /** The code that it or somebody else asked it to end with. */
  OptionalInt askedCode() {
    return askedCode;
  }

  void asksToExit(int code) {
    askedCode = OptionalInt.of(code);
  }

  /** It was asked or told to end. */
  void ending() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  /** Ends it at once. */
  void kill(String why, List<Effect> out) {
    killed = true;
    out.add(new Effect.Kill(id(), why));
  }

  /** The same, and that is its failure. */
  void fail(String why, List<Effect> out) {
    failure = Optional.of(why);
    kill(why, out);
  }

  boolean isKilled() {
    return killed;
  }

  /** Why the kernel has ended it, when that is the guest's failure. */
  Optional<String> failure() {
    return failure;
  }

  /** Ends it as soon as it is between two events. */
  void stop(List<Effect> out) {
    ending = true;
    out.add(new Effect.Stop(id()));
  }

  /** The same, since another life of it is to begin at once. */
  void stopToBeReplaced(List<Effect> out) {
    replaced = true;
    stop(out);
  }

  boolean isReplaced() {
    return replaced;
  }

  GuestView view() {
    GuestView.State state;
    if (ending) {
      state = GuestView.State.ENDING;
    } else if (takesPart() && !isSettled()) {
      state = GuestView.State.STARTING;
    } else if (isWaiting()) {
      state = GuestView.State.WAITING;
    } else {
      state = GuestView.State.LAUNCHED;
    }
    return new GuestView(
        spec().label(),
        id(),
        kind(),
        state,
        services().stream().flatMap(service -> Launches.missingOf(service).stream()).toList(),
        calls().mailbox(),
        calls().madeCount());
  }
}
