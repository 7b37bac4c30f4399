package parigot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a process and those that it has started take of the machine, as Linux counts it. */
final class ProcessTree {
  private static final String RESIDENT = "VmRSS:";
  private static final String MOST_RESIDENT = "VmHWM:";
  private static final long KIB = 1024;

  private ProcessTree() {}

  /**
   * What they have taken until now.
   *
   * @param processor the time of processors, of all of them together
   * @param memory the bytes that lie in the machine's memory
   */
  record Use(Duration processor, long memory, int processes) {}

  static Use use(Process root) {
    return use(Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList());
  }

  /** What those have taken that it has started, without itself. */
  static Use useOfChildren(Process root) {
    return use(root.descendants().toList());
  }

  private static Use use(List<ProcessHandle> all) {
    Duration processor = Duration.ZERO;
    long memory = 0;
    int processes = 0;
    for (ProcessHandle each : all) {
      processor = processor.plus(each.info().totalCpuDuration().orElse(Duration.ZERO));
      long resident = status(each.pid(), RESIDENT);
      memory += resident;
      processes += resident > 0 ? 1 : 0;
    }
    return new Use(processor, memory, processes);
  }

  /** The most bytes that lay in the machine's memory at a time, of this process alone. */
  static long peak(Process process) {
    return status(process.pid(), MOST_RESIDENT);
  }

  /** None where the system does not say, or when the process has just ended. */
  private static long status(long pid, String line) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(each -> each.startsWith(line))
          .map(each -> each.replaceAll("\\D", ""))
          .mapToLong(kib -> Long.parseLong(kib) * KIB)
          .sum();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new IllegalStateException("the memory of process " + pid + " cannot be read", e);
    }
  }
}
