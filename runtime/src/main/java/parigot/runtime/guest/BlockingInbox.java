package parigot.runtime.guest;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parigot.kernel.Event;
import parigot.kernel.guest.Inbox;
import parigot.runtime.machine.Time;
import parigot.wasm.GuestInterrupted;

/**
 * The inbox of a loop guest: its actor puts events in, its own thread waits for them. A lock and a
 * condition rather than {@code synchronized}, which would hold a virtual thread's carrier before
 * Java 24.
 */
public final class BlockingInbox implements Inbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private int waking;
  private boolean closed;

  /** Whether there is what wakes the guest, for who asks without the lock. */
  private volatile boolean wakes;

  private final Time time;
  private final Leave leave;

  /**
   * An empty one.
   *
   * @param time in which the guest waits
   */
  public BlockingInbox(Time time) {
    this(time, Leave.FOR_EVER);
  }

  /**
   * An empty one.
   *
   * @param time in which the guest waits
   * @param leave for how long it gives events; whoever wants one later gets {@link
   *     GuestInterrupted}
   */
  public BlockingInbox(Time time, Leave leave) {
    this.time = time;
    this.leave = leave;
  }

  /**
   * Adds an event. Wakes the guest, unless it is one that guests never see. Nothing, once closed.
   */
  public void put(Event event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      events.add(event);
      if (event.wakes()) {
        waking++;
        wakes = true;
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Once no event is left, whoever waits or comes to wait gets {@link GuestInterrupted}. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      wakes = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Event> poll() {
    if (leave.isOver()) {
      throw new GuestInterrupted();
    }
    lock.lock();
    try {
      Event event = events.poll();
      if (event != null && event.wakes()) {
        waking--;
        wakes = waking > 0 || closed;
      }
      return Optional.ofNullable(event);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean await(int timeoutMillis) {
    lock.lock();
    try {
      long left = timeoutMillis < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      while (true) {
        if (waking > 0) {
          return true;
        }
        if (closed) {
          throw new GuestInterrupted();
        }
        if (left <= 0) {
          return false;
        }
        left = time.await(lock, arrived, () -> wakes, left);
      }
    } catch (InterruptedException e) {
      throw new GuestInterrupted();
    } finally {
      lock.unlock();
    }
  }
}
