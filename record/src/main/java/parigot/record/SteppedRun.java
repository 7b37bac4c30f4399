package parigot.record;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parigot.runtime.guest.GuestCode;

/**
 * One replay of a life that waits between two events for somebody who lets it go on. What it hears
 * comes on the guest's thread, all else from one other.
 */
final class SteppedRun implements Until, ReplayListener {
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LifeFile life;
  private final Conversation conversation;
  private final Transcript transcript;
  private final LifeReplay replay;
  private final Thread thread;

  /** The number of the event up to which the guest is to work. */
  private long last;

  /** The number of the event that it was given last. */
  private long given;

  private boolean waits;
  private boolean ending;
  private boolean over;
  private List<Step> next = List.of();

  /** How many items of the transcript were told, and how many lie before the last event. */
  private int told;

  private int passed;
  private Optional<ReplayReport> report = Optional.empty();
  private Optional<RecordingException> failure = Optional.empty();

  private SteppedRun(
      LifeFile life, GuestCode code, Conversation conversation, long given, long last) {
    this.life = life;
    this.conversation = conversation;
    this.transcript = conversation.transcript(life);
    this.replay = new LifeReplay(life, code, this, this, true);
    this.thread = new Thread(this::run, "parigot-stepped-replay");
    this.given = given;
    this.last = last;
  }

  /**
   * Begins.
   *
   * @param given how many events came before what was recorded
   * @param last the number of the event up to which the guest is to work
   */
  static SteppedRun start(
      LifeFile life, GuestCode code, Conversation conversation, long given, long last) {
    SteppedRun run = new SteppedRun(life, code, conversation, given, last);
    run.thread.setDaemon(true);
    run.thread.start();
    return run;
  }

  private void run() {
    Optional<ReplayReport> its = Optional.empty();
    Optional<RecordingException> why = Optional.empty();
    try {
      its = Optional.of(replay.run());
    } catch (RecordingException e) {
      why = Optional.of(e);
    }
    lock.lock();
    try {
      its.ifPresent(of -> transcript.ended(of.ending()));
      report = its;
      failure = why;
      over = true;
      waits = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Before each event: the guest waits here. */
  @Override
  public boolean isReached(long number, ByteString event, Instant time) {
    lock.lock();
    try {
      while (number > last && !ending) {
        if (!waits) {
          next = about(number, event, time);
          waits = true;
          changed.signalAll();
        }
        changed.awaitUninterruptibly();
      }
      waits = false;
      passed = transcript.items().size();
      given = ending ? given : number;
      return ending;
    } finally {
      lock.unlock();
    }
  }

  private List<Step> about(long number, ByteString event, Instant time) {
    Transcript only = conversation.transcript(life);
    only.given(number, event, time);
    return conversation.last(only, 0, 0);
  }

  /** The guest is to work on, up to this event. */
  void goOn(long to) {
    lock.lock();
    try {
      last = to;
      if (to > given) {
        waits = false;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  SteppedReplay.Place await(Duration time) throws RecordingException, InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!over && !waits && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
      return over
          ? SteppedReplay.Place.AT_THE_END
          : waits ? SteppedReplay.Place.BETWEEN_EVENTS : SteppedReplay.Place.IN_AN_EVENT;
    } finally {
      lock.unlock();
    }
  }

  long given() {
    lock.lock();
    try {
      return given;
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  List<Step> next() {
    lock.lock();
    try {
      return waits ? next : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** What was said and not told yet; nothing while the guest is at work, as it says more. */
  List<Step> said() {
    lock.lock();
    try {
      if (!waits && !over) {
        return List.of();
      }
      List<Step> steps = conversation.last(transcript, told, Math.max(told, passed));
      told = transcript.items().size();
      return steps;
    } finally {
      lock.unlock();
    }
  }

  Optional<ReplayReport> report() {
    lock.lock();
    try {
      return report;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the guest.
   *
   * @return whether it has come to its end
   */
  boolean end() {
    lock.lock();
    try {
      ending = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(PATIENCE_MILLIS);
      if (thread.isAlive()) {
        replay.end();
        thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Override
  public void given(long number, ByteString event, Instant time) {
    transcript.given(number, event, time);
  }

  @Override
  public void called(
      String module, String function, byte[] request, int error, ByteString response) {
    transcript.called(module, function, request, error, response);
  }

  @Override
  public void wrote(boolean isError, byte[] bytes, int offset, int length) {
    transcript.wrote(isError, bytes, offset, length);
  }
}
