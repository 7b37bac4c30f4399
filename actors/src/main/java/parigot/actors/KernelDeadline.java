package parigot.actors;

import java.util.OptionalLong;
import parigot.runtime.machine.Time;

/** Wakes the kernel's actor when the next of the kernel's deadlines has come. Of its turns only. */
final class KernelDeadline implements AutoCloseable {
  /** How much earlier than the armed one a deadline must be to be armed anew. */
  private static final long SLACK_NANOS = 500_000;

  private final Alarm alarm = new Alarm("parigot-alarm");
  private final Alarm.Deadline next;
  private long armed = Long.MAX_VALUE;

  /**
   * @param tick run when a deadline has come, on the alarm's thread
   */
  KernelDeadline(Runnable tick) {
    next = alarm.deadline(tick);
  }

  /** The armed deadline has come: the next may be any. */
  void passed() {
    armed = Long.MAX_VALUE;
  }

  /** To be called whenever the kernel may have another deadline. Cheap when it has not. */
  void arm(OptionalLong deadline, Time time) {
    if (deadline.isPresent() && deadline.getAsLong() < armed - SLACK_NANOS) {
      armed = deadline.getAsLong();
      next.after(armed - time.nanos());
    }
  }

  @Override
  public void close() {
    alarm.close();
  }
}
