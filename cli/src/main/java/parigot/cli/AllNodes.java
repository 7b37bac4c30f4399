package parigot.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All nodes of an application as processes on this machine, for development: what they log comes
 * out together, each line with its node's name, and a signal ends all of them.
 */
final class AllNodes {
  private final PrintWriter err;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private boolean ending;

  AllNodes(PrintWriter err) {
    this.err = err;
  }

  /**
   * Runs them to their end.
   *
   * @param nodes their names
   * @param arguments of the command line, but for which node it is
   * @return the first exit code that is not 0, in the order of the nodes
   */
  int run(List<String> nodes, List<String> arguments) {
    List<Thread> readers = new ArrayList<>();
    try {
      for (String node : nodes) {
        readers.add(start(node, arguments));
      }
    } catch (IOException e) {
      end();
      throw new UncheckedIOException(
          "A process for a node cannot be started: " + e.getMessage(), e);
    }
    int code = 0;
    for (Process process : List.copyOf(processes.values())) {
      int itsCode = exitCodeOf(process);
      if (itsCode != 0) {
        // What has not begun waits for this one, and what has begun says itself why it goes on.
        code = code == 0 ? itsCode : code;
        if (itsCode == ExitCodes.USAGE || itsCode == ExitCodes.NOT_LAUNCHED) {
          end();
        }
      }
    }
    readers.forEach(AllNodes::join);
    return code;
  }

  private Thread start(String node, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:jdwp"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    command.add("--node");
    command.add(node);
    Process process;
    synchronized (this) {
      process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      processes.put(node, process);
      if (ending) {
        process.destroy();
      }
    }
    Thread reader = new Thread(() -> copy(node, process), "log of " + node);
    reader.start();
    return reader;
  }

  private void copy(String node, Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (err) {
          // What it logs has the name already; what else it says has not.
          String prefix = Log.prefix(node);
          err.println(line.startsWith(prefix) ? line : prefix + line);
          err.flush();
        }
      }
    } catch (IOException e) {
      err.println(Log.prefix(node) + "(its log cannot be read: " + e.getMessage() + ")");
    }
  }

  /** Asks all of them to end. Any thread. */
  synchronized void end() {
    ending = true;
    processes.values().forEach(Process::destroy);
  }

  private static int exitCodeOf(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException nobodyDoes) {
        process.destroy();
      }
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
