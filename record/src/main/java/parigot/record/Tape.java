package parigot.record;

import java.util.Optional;
import java.util.OptionalLong;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedEntry.WhatCase;
import parigot.v1.host.RecordedOutcome;
import parigot.wasm.GuestInterrupted;

/**
 * What was recorded, as a replay comes to it. What ends a replay ends it for good, whatever the
 * guest makes of it: from then on it is told of nothing more. Used on the thread of the replay, but
 * for {@link #awaitsForce}.
 */
final class Tape {
  private final LifeReader reader;
  private Optional<RecordedEntry> next;
  private long event;
  private End end = End.NONE;
  private Optional<Difference> difference = Optional.empty();
  private OptionalLong blankedAt = OptionalLong.empty();
  private volatile boolean awaitsForce;

  /** What has ended a replay. */
  enum End {
    NONE,
    /** The recording goes no further, and no outcome stands there. */
    CUT,
    /** Where the guest was ended from outside when it was recorded. */
    FORCED,
    /** Whoever replays wanted no more. */
    ENOUGH,
    /** The guest does not what it did when it was recorded. */
    DIFFERENT
  }

  Tape(LifeReader reader) {
    this.reader = reader;
    next = reader.next();
    look();
  }

  /** The next entry; none behind the last. */
  Optional<RecordedEntry> peek() {
    return next;
  }

  /** What the next entry is. */
  WhatCase kind() {
    return next.map(RecordedEntry::getWhatCase).orElse(WhatCase.WHAT_NOT_SET);
  }

  void skip() {
    next = reader.next();
    look();
  }

  private void look() {
    awaitsForce =
        next.isEmpty() || (next.get().hasOutcome() && Outcomes.isForced(next.get().getOutcome()));
  }

  /** So many events came before what was recorded. */
  void beginAt(long events) {
    event = events;
  }

  /** Another event begins. */
  void eventBegins() {
    event++;
  }

  /** The number of the event that the guest is at: 0 for its start. */
  long event() {
    return event;
  }

  End end() {
    return end;
  }

  Optional<Difference> difference() {
    return difference;
  }

  /**
   * Whether the guest is to be ended where it is, if it does not come to more by itself. From any
   * thread.
   */
  boolean awaitsForce() {
    return awaitsForce;
  }

  /**
   * Takes the next entry, which is to be of this kind.
   *
   * @param doing what the guest does now
   * @throws GuestInterrupted when the replay is over
   */
  RecordedEntry take(WhatCase kind, String doing) {
    requireGoingOn();
    if (next.isEmpty()) {
      throw over(End.CUT);
    }
    RecordedEntry entry = next.get();
    if (entry.getWhatCase() == kind) {
      skip();
      return entry;
    }
    if (entry.hasOutcome() && Outcomes.isForced(entry.getOutcome())) {
      throw over(End.FORCED);
    }
    throw differs(shown(entry), doing);
  }

  /** The guest is told of nothing once the replay is over. */
  void requireGoingOn() {
    if (end != End.NONE) {
      throw new GuestInterrupted();
    }
  }

  /** The replay is over: to be thrown. */
  GuestInterrupted over(End why) {
    if (end == End.NONE) {
      end = why;
    }
    return new GuestInterrupted();
  }

  /** Secrets were blanked in what the guest is given now. */
  void isGivenBlanks() {
    if (blankedAt.isEmpty()) {
      blankedAt = OptionalLong.of(event);
    }
  }

  /** The event from which on the guest is not given what it was given when it was recorded. */
  OptionalLong blankedAt() {
    return blankedAt;
  }

  /** The guest does something else: to be thrown. */
  GuestInterrupted differs(String recorded, String replayed) {
    if (end == End.NONE && blankedAt.isEmpty()) {
      difference = Optional.of(new Difference(event, recorded, replayed));
    }
    return over(End.DIFFERENT);
  }

  /** A clause: what the guest did when it was recorded. */
  static String shown(RecordedEntry entry) {
    return switch (entry.getWhatCase()) {
      case START -> "was started";
      case EVENT -> "returned, and was given the next event";
      case REPLY -> "called another function of its host";
      case STOP -> "called its host, and was ended while it waited";
      case FAILURE -> "called its host, which failed: " + entry.getFailure().getReason();
      case RANDOM -> "asked for " + entry.getRandom().size() + " random bytes";
      case NOW -> "asked for the time of day";
      case MONOTONIC -> "asked for the monotonic time";
      case SLEPT -> "slept for " + entry.getSlept() + " ns";
      case SLEEP_STOPPED -> "slept, and was ended meanwhile";
      case OUTPUT_REFUSED -> "wrote, and was refused";
      case OUTCOME -> shown(entry.getOutcome());
      case STATE_HASH -> "returned";
      case SNAPSHOT -> "returned";
      case WHAT_NOT_SET -> "did what this version does not know";
    };
  }

  private static String shown(RecordedOutcome outcome) {
    return Outcomes.shown(outcome);
  }
}
