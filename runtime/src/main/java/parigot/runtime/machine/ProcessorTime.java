package parigot.runtime.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How long a thread, or the process, has had a processor. */
public final class ProcessorTime {
  /** What cannot be told, as of a virtual thread. */
  public static final long UNKNOWN = -1;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS = THREADS.isThreadCpuTimeSupported();

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ProcessorTime() {}

  /**
   * How long all threads together had one, in nanoseconds, since whenever. No thread of this
   * process had more.
   */
  public static long ofProcess() {
    return PROCESS == null ? UNKNOWN : PROCESS.getProcessCpuTime();
  }

  /** In nanoseconds, since the thread began. */
  public static long of(Thread thread) {
    return TELLS ? THREADS.getThreadCpuTime(thread.getId()) : UNKNOWN;
  }
}
