package parigot.wasm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which entry into a guest is running, on which thread, and whether it has been told to end.
 *
 * <p>A guest's thread is often lent by a pool and works for somebody else a moment later. So an
 * interrupt first takes hold of the entry it means, with a compare-and-set of the entry's number,
 * and the thread cannot leave an entry that is held before the interrupt has been delivered.
 */
final class EntryGuard {
  private static final int PHASE_BITS = 3;
  private static final int PHASES = (1 << PHASE_BITS) - 1;

  private static final int IDLE = 0;
  private static final int CHANGING = 1;
  private static final int RUNNING = 2;
  private static final int INTERRUPTING = 3;
  private static final int INTERRUPTED = 4;
  private static final int CLOSED = 5;

  /** The last entry's number, and below it its phase. */
  private final AtomicLong state = new AtomicLong();

  /** Written before the phase that lets it be read. */
  private Thread runner;

  /** Whether no further entry may begin; written before whatever entry runs is interrupted. */
  private volatile boolean closing;

  /**
   * Begins an entry on this thread.
   *
   * @return whether it has begun; not after {@link #close}
   */
  boolean begin() {
    if (closing) {
      return false;
    }
    long idle = state.get();
    long entering = of(number(idle) + 1, CHANGING);
    if (phase(idle) != IDLE || !state.compareAndSet(idle, entering)) {
      if (phase(state.get()) == CLOSED) {
        return false;
      }
      throw new IllegalStateException("the guest is running already");
    }
    runner = Thread.currentThread();
    // Whoever sees it running sees the runner; nothing here has to be seen at once.
    state.setRelease(of(number(entering), RUNNING));
    return true;
  }

  /**
   * Ends the entry that this thread began.
   *
   * @return whether it was interrupted; this thread's interrupt flag is clear then
   */
  boolean end() {
    long entry = number(state.get());
    boolean interrupted = !state.compareAndSet(of(entry, RUNNING), of(entry, CHANGING));
    if (interrupted) {
      while (phase(state.get()) == INTERRUPTING) {
        Thread.onSpinWait();
      }
      boolean unused = Thread.interrupted();
    }
    runner = null;
    state.setRelease(of(entry, IDLE));
    return interrupted;
  }

  /** Interrupts the entry that is running, if one is. */
  boolean interrupt() {
    return interrupt(running());
  }

  /** Interrupts this entry if it is the one that is running. */
  boolean interrupt(long entry) {
    if (!state.compareAndSet(of(entry, RUNNING), of(entry, INTERRUPTING))) {
      return false;
    }
    runner.interrupt();
    state.set(of(entry, INTERRUPTED));
    return true;
  }

  /** Interrupts the entry that is running, if one is, and lets no other begin. */
  void close() {
    closing = true;
    boolean closed = false;
    while (!closed) {
      long now = state.get();
      closed =
          switch (phase(now)) {
            case IDLE -> state.compareAndSet(now, of(number(now), CLOSED));
            case RUNNING -> interrupt(number(now));
            case CHANGING -> {
              // It begins or ends, in a few instructions.
              Thread.onSpinWait();
              yield false;
            }
            default -> true;
          };
    }
  }

  /** Whether the entry that is running has been told to end. */
  boolean interrupted() {
    return phase(state.get()) >= INTERRUPTING;
  }

  /** The number of the entry that is running and has not been interrupted, or 0. */
  long running() {
    long now = state.get();
    return phase(now) == RUNNING ? number(now) : 0;
  }

  /** How many entries there have been, the one that is running included. */
  long entries() {
    return number(state.get());
  }

  private static long of(long number, int phase) {
    return (number << PHASE_BITS) | phase;
  }

  private static long number(long state) {
    return state >>> PHASE_BITS;
  }

  private static int phase(long state) {
    return (int) state & PHASES;
  }
}
