package helloworld;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import parigot.cli.Main;

/** The command line in a JVM of its own, of which a test waits for lines. */
final class CommandLine implements AutoCloseable {
  private static final long SECONDS = 120;

  private final Process process;
  private final Heard heard = new Heard();
  private final Lines out;
  private final Lines err;

  private CommandLine(Process process) {
    this.process = process;
    this.out = new Lines(process.getInputStream(), heard);
    this.err = new Lines(process.getErrorStream(), heard);
  }

  /**
   * Starts it in a folder.
   *
   * @param repository the local repository of the Maven that it may start
   */
  static CommandLine start(Path folder, Path repository, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
    builder.environment().remove("MAVEN_CMD_LINE_ARGS");
    return new CommandLine(builder.start());
  }

  /** What it writes to standard output. */
  Lines out() {
    return out;
  }

  /** What it writes to standard error. */
  Lines err() {
    return err;
  }

  /** Waits for its end. */
  int code() throws Exception {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("still running; standard error: " + err);
    }
    return process.exitValue();
  }

  /** Asks it to end, as {@code kill} does, and waits for that. */
  int terminate() throws Exception {
    process.destroy();
    return code();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /**
   * When the process has last said something: whoever waits for a line waits for this to change.
   */
  private static final class Heard {
    private long last = System.nanoTime();
  }

  /** Lines as they come. */
  static final class Lines {
    private final List<String> lines = new ArrayList<>();
    private final Heard heard;

    private Lines(InputStream stream, Heard heard) {
      this.heard = heard;
      Thread thread = new Thread(() -> read(stream), "reads a process");
      thread.setDaemon(true);
      thread.start();
    }

    private void read(InputStream stream) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          synchronized (heard) {
            lines.add(line);
            heard.last = System.nanoTime();
            heard.notifyAll();
          }
        }
      } catch (IOException closed) {
        // The process was ended, and nobody waits for a line any more.
        synchronized (heard) {
          heard.notifyAll();
        }
      }
    }

    int count() {
      synchronized (heard) {
        return lines.size();
      }
    }

    /**
     * Waits for such a line among those that came after the first ones, for as long as the process
     * says something.
     */
    String await(int first, Predicate<String> expected) throws Exception {
      synchronized (heard) {
        while (true) {
          for (String line : lines.subList(first, lines.size())) {
            if (expected.test(line)) {
              return line;
            }
          }
          long silent = System.nanoTime() - heard.last;
          long left = TimeUnit.SECONDS.toMillis(SECONDS) - TimeUnit.NANOSECONDS.toMillis(silent);
          if (left <= 0) {
            throw new TimeoutException("no such line among " + lines);
          }
          heard.wait(left);
        }
      }
    }

    @Override
    public String toString() {
      synchronized (heard) {
        return String.join("\n", lines);
      }
    }
  }
}
