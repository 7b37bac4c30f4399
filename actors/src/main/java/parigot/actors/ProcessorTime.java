package parigot.actors;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How long a thread has had a processor. */
final class ProcessorTime {
  /** What cannot be told, as of a virtual thread. */
  static final long UNKNOWN = -1;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS = THREADS.isThreadCpuTimeSupported();

  private ProcessorTime() {}

  /** In nanoseconds, since the thread began. */
  static long of(Thread thread) {
    return TELLS ? THREADS.getThreadCpuTime(thread.getId()) : UNKNOWN;
  }
}
