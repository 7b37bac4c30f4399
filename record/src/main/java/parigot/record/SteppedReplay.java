package parigot.record;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parigot.runtime.guest.GuestCode;

/**
 * A life that is run again event by event, and back: to go back it is run from its beginning once
 * more, up to there. The guest waits between two events, on a thread of its own, and may stand in a
 * debugger within one. Used by one thread.
 */
public final class SteppedReplay implements AutoCloseable {
  private final LifeFile life;
  private final GuestCode code;
  private final Conversation conversation;
  private final RecordedEvents events;
  private SteppedRun run;

  /** Where a replay stands. */
  public enum Place {
    /** The guest waits for the event that is next. */
    BETWEEN_EVENTS,
    /** The guest is at work on an event, or on its start. */
    IN_AN_EVENT,
    /** There is nothing more. */
    AT_THE_END
  }

  /**
   * @param code all instances of which are made of the same classes, if it has classes
   */
  SteppedReplay(LifeFile life, GuestCode code, Conversation conversation)
      throws RecordingException {
    this.life = life;
    this.code = code;
    this.conversation = conversation;
    this.events = RecordedEvents.of(life, Until.END);
    run = runTo(first() - 1);
  }

  private SteppedRun runTo(long event) {
    return SteppedRun.start(life, code, conversation, first() - 1, event);
  }

  /** The life. */
  public LifeFile life() {
    return life;
  }

  /** The number of the first event that is there, from 1. */
  public long first() {
    return events.first();
  }

  /** The number of the last. */
  public long last() {
    return events.last();
  }

  /** How the life ended when it was recorded, a clause. */
  public String recordedEnding() {
    return events.outcome().map(Outcomes::shown).orElse("lives on");
  }

  /**
   * Whether a life ended by a failure of the guest's.
   *
   * @throws RecordingException when it is no recording; the message is a sentence
   */
  public static boolean hasFailed(LifeFile life) throws RecordingException {
    return RecordedEvents.of(life, Until.END).outcome().filter(Outcomes::isFailure).isPresent();
  }

  /**
   * The number of the event before which to stop.
   *
   * @param until where; {@link Until#END} is before the last event
   * @throws RecordingException when the recording does not come to it; the message is a sentence
   */
  public long stopBefore(Until until) throws RecordingException {
    if (until == Until.END) {
      return Math.max(first(), last());
    }
    return RecordedEvents.of(life, until)
        .reached()
        .orElseThrow(
            () ->
                new RecordingException(
                    "%s: the recording does not go so far; its last event is %,d."
                        .formatted(life.shown(), last())));
  }

  /**
   * Has the guest work on all events before this one. If that lies behind, it begins anew.
   *
   * @param event the number of the one that is next then
   * @throws RecordingException when the guest does not leave the event that it is in; the message
   *     is a sentence
   */
  public void goTo(long event) throws RecordingException {
    long before = Math.max(first(), event) - 1;
    if (before >= run.given() && !run.isOver()) {
      run.goOn(before);
      return;
    }
    if (!run.end()) {
      throw new RecordingException(
          "%s does not leave event %,d, in which it computes or stands in a debugger."
              .formatted(life.shown(), run.given()));
    }
    run = runTo(before);
  }

  /**
   * Has the guest work on all events that are left.
   *
   * @throws RecordingException as {@link #goTo}
   */
  public void goToTheEnd() throws RecordingException {
    goTo(last() + 2);
  }

  /**
   * Waits until the guest has worked on what it is to work on.
   *
   * @return where it stands, after this time at the latest
   * @throws RecordingException when the guest cannot be run at all; the message is a sentence
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public Place await(Duration time) throws RecordingException, InterruptedException {
    return run.await(time);
  }

  /** The number of the event that the guest was given last: 0 for its start. */
  public long event() {
    return run.given();
  }

  /** What the guest is given next, if it waits for that: a call, an answer, its end. */
  public List<Step> next() {
    return run.next();
  }

  /**
   * What it was given at the last event, and what it said since then; what was told of before is
   * not told again.
   */
  public List<Step> said() {
    return run.said();
  }

  /** What came of it, at the end. */
  public Optional<ReplayReport> report() {
    return run.report();
  }

  @Override
  public void close() {
    // A thread that does not come to its end does not keep the process.
    boolean unusedItMayStandInADebugger = run.end();
  }
}
