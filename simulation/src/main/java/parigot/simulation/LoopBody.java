package parigot.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.guest.Inbox;
import parigot.wasm.GuestInterrupted;

/**
 * A guest that blocks in {@code read_one_}. It has a thread, as it has a stack to keep; but one
 * thread runs at a time: the simulation hands the turn to the guest and waits, and the guest hands
 * it back when it waits for its next event. It is the guest's inbox too.
 */
final class LoopBody implements GuestBody, Inbox {
  private final String name;
  private final Alarm alarm;
  private final Deque<Event> events = new ArrayDeque<>();
  private final Semaphore guestsTurn = new Semaphore(0);
  private final Semaphore othersTurn = new Semaphore(0);
  private Supplier<Optional<Ending>> program = Optional::empty;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private boolean closed;
  private int waits;
  private boolean timeIsOver;

  /** Has something done later. */
  interface Alarm {
    void after(int millis, Runnable what);
  }

  /**
   * @param name of its thread
   * @param alarm does what is due when a guest has waited for long enough
   */
  LoopBody(String name, Alarm alarm) {
    this.name = name;
    this.alarm = alarm;
  }

  /**
   * @param whole runs the guest from its start to its end
   */
  void runs(Supplier<Optional<Ending>> whole) {
    program = whole;
  }

  @Override
  public Optional<Ending> start() {
    Thread own = new Thread(this::life, name);
    own.setDaemon(true);
    thread = Optional.of(own);
    own.start();
    return handOver();
  }

  @Override
  public Optional<Ending> take(Event event) {
    events.add(event);
    return handOver();
  }

  /** Not an event, but that a time-out may have passed. */
  Optional<Ending> look() {
    return handOver();
  }

  @Override
  public void close() {
    closed = true;
    if (thread.isPresent() && ending.isEmpty()) {
      Optional<Ending> unusedItIsStopped = handOver();
    }
  }

  /** The guest goes on, until it waits again or has ended. */
  private Optional<Ending> handOver() {
    guestsTurn.release();
    othersTurn.acquireUninterruptibly();
    return ending;
  }

  private void life() {
    guestsTurn.acquireUninterruptibly();
    Ending how;
    try {
      how = program.get().orElseGet(() -> new Ending.Exited(0));
    } catch (GuestInterrupted e) {
      how = new Ending.Stopped();
    } catch (RuntimeException | Error e) {
      how = new Ending.Failed("the host failed while it ran the guest: " + e);
    }
    ending = Optional.of(how);
    othersTurn.release();
  }

  @Override
  public Optional<Event> poll() {
    return Optional.ofNullable(events.poll());
  }

  /** On the guest's thread. */
  @Override
  public boolean await(int timeoutMillis) {
    if (hasOneThatWakes() || timeoutMillis == 0) {
      return hasOneThatWakes();
    }
    timeIsOver = false;
    waits++;
    int wait = waits;
    if (timeoutMillis > 0) {
      alarm.after(
          timeoutMillis,
          () -> {
            if (wait == waits) {
              timeIsOver = true;
            }
          });
    }
    do {
      othersTurn.release();
      guestsTurn.acquireUninterruptibly();
      if (closed) {
        throw new GuestInterrupted();
      }
    } while (!hasOneThatWakes() && !timeIsOver);
    waits++;
    return hasOneThatWakes();
  }

  private boolean hasOneThatWakes() {
    return events.stream().anyMatch(Event::wakes);
  }
}
