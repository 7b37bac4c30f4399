package parigot.actors;

import java.util.OptionalLong;
import parigot.runtime.machine.Time;

/** Wakes the kernel's actor when the next of the kernel's deadlines has come. Of its turns only. */
final class KernelDeadline implements AutoCloseable {
  /** How much earlier than the armed one a deadline must be to be armed anew. */
  private static final long SLACK_NANOS = 500_000;

  private final Deadlines deadlines;
  private final Deadlines.Deadline next;
  private final Time time;
  private long armed = Long.MAX_VALUE;

  /**
   * @param time in which the kernel's deadlines are
   * @param tick run when a deadline has come, on the alarm's thread
   */
  KernelDeadline(Time time, Runnable tick) {
    this.time = time;
    deadlines = Pace.of(time).deadlines("parigot-alarm");
    next = deadlines.deadline(tick);
  }

  /** The armed deadline has come: the next may be any. */
  void passed() {
    armed = Long.MAX_VALUE;
  }

  /** To be called whenever the kernel may have another deadline. Cheap when it has not. */
  void arm(OptionalLong deadline) {
    if (deadline.isPresent() && deadline.getAsLong() < armed - SLACK_NANOS) {
      armed = deadline.getAsLong();
      next.after(armed - time.nanos());
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
