package parigot.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parigot.runtime.Console;

/** A node of an application under test that is a process of its own: {@link NodeMain}. */
final class NodeProcess {
  private final String node;
  private final Process process;
  private final Thread reader;
  private boolean killed;

  private NodeProcess(String node, Process process, Console console) {
    this.node = node;
    this.process = process;
    reader = new Thread(() -> copy(console), "parigot-output-of-" + node);
    reader.start();
  }

  /**
   * Starts it.
   *
   * @param ports where the nodes listen
   * @param reached where this one reaches the others
   * @param console gets what its mains write
   */
  static NodeProcess start(
      Described described,
      String node,
      Map<String, Integer> ports,
      Map<String, Integer> reached,
      Console console) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-agentlib:jdwp") && !flag.startsWith("-javaagent:"))
        .forEach(command::add);
    command.add("-D%s=%s".formatted(TestLog.NODE, node));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NodeMain.class.getName());
    command.addAll(described.arguments());
    command.addAll(List.of(node, NodeMain.text(ports), NodeMain.text(reached)));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new NodeProcess(node, process, console);
    } catch (IOException e) {
      throw new UncheckedIOException("There is no process for node " + node + ".", e);
    }
  }

  private void copy(Console console) {
    byte[] bytes = new byte[8192];
    try (InputStream out = process.getInputStream()) {
      for (int count = out.read(bytes); count >= 0; count = out.read(bytes)) {
        console.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // The process was killed, and its pipe with it.
    }
  }

  /** Fails when the process could not run the node, or the application failed there. */
  void requireNoFailure() {
    if (!process.isAlive() && !killed && process.exitValue() > 192) {
      throw new AssertionError(
          process.exitValue() == NodeMain.CALLS_WAITED
              ? "calls on node %s still waited for their answers at the end".formatted(node)
              : "the process of node %s ended with code %d: its log says why"
                  .formatted(node, process.exitValue()));
    }
  }

  /** Lets the node stop in order. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended by itself.
    }
  }

  /** Ends the process as a machine does that fails, and waits until it is gone. */
  void kill() throws InterruptedException {
    killed = true;
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end, after {@link #stop}; when it takes too long, it is killed. */
  void awaitEnd(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError(
          "the process of node %s has not ended %d s after the stop".formatted(node, seconds));
    }
    reader.join();
    requireNoFailure();
  }
}
