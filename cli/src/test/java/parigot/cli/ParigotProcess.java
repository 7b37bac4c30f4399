package parigot.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The command line in a JVM of its own, as the launcher starts it; or the launcher. */
final class ParigotProcess implements AutoCloseable {
  /** How a run ended. */
  record Result(int code, byte[] out, List<String> err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    /** Standard error without what the JVM itself warns of, and with no time of day in it. */
    List<String> said() {
      return err.stream()
          // Some of its warnings end with an empty line.
          .filter(line -> !line.startsWith("WARNING: ") && !line.isEmpty())
          .map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ", "TIME "))
          .toList();
    }
  }

  private static final long SECONDS = 60;

  private final Process process;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> out;
  private final List<String> err = new ArrayList<>();
  private final CompletableFuture<Void> errEnded;

  private ParigotProcess(Process process) {
    this.process = process;
    this.out =
        CompletableFuture.supplyAsync(() -> all(process.getInputStream()), ParigotProcess::start);
    this.errEnded = CompletableFuture.runAsync(this::readErr, ParigotProcess::start);
  }

  /** The command line, as a command to be started in a folder. */
  static ProcessBuilder command(Path folder, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  static ParigotProcess start(Path folder, String... args) throws IOException {
    return start(command(folder, args));
  }

  static ParigotProcess start(ProcessBuilder command) throws IOException {
    return startWith(command, new File("/dev/null"));
  }

  /** With a file as standard input. */
  static ParigotProcess startWith(ProcessBuilder command, File input) throws IOException {
    return new ParigotProcess(command.redirectInput(ProcessBuilder.Redirect.from(input)).start());
  }

  static Result run(Path folder, String... args) throws Exception {
    try (ParigotProcess process = start(folder, args)) {
      return process.result();
    }
  }

  /** Waits for a line on standard output. */
  void awaitOut(Predicate<String> expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (written) {
      while (written.toString(StandardCharsets.UTF_8).lines().noneMatch(expected)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || out.isDone()) {
          throw new TimeoutException("not on standard output, where there is " + written);
        }
        written.wait(left);
      }
    }
  }

  /** What it has written to standard output until now. */
  String said() {
    synchronized (written) {
      return written.toString(StandardCharsets.UTF_8);
    }
  }

  /** Waits for a line on standard error. */
  void awaitErr(Predicate<String> expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    synchronized (err) {
      while (err.stream().noneMatch(expected)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || errEnded.isDone()) {
          throw new TimeoutException("not on standard error, where there is " + err);
        }
        err.wait(left);
      }
    }
  }

  long pid() {
    return process.pid();
  }

  void signal(String name) throws Exception {
    int code = kill(name);
    if (code != 0) {
      throw new IOException("kill failed with code " + code);
    }
  }

  /** Signals again and again: two signals that come before the first is seen are one. */
  void signalUntilItEnds(String name) throws Exception {
    do {
      int unusedCodeSinceItMayHaveEnded = kill(name);
    } while (!process.waitFor(10, TimeUnit.MILLISECONDS));
  }

  private int kill(String name) throws Exception {
    return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  Result result() throws Exception {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("still running after " + SECONDS + " s; standard error: " + err);
    }
    errEnded.get(SECONDS, TimeUnit.SECONDS);
    synchronized (err) {
      return new Result(process.exitValue(), out.get(SECONDS, TimeUnit.SECONDS), List.copyOf(err));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "reads a process");
    thread.setDaemon(true);
    thread.start();
  }

  private byte[] all(InputStream stream) {
    byte[] buffer = new byte[8192];
    try {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        synchronized (written) {
          written.write(buffer, 0, read);
          written.notifyAll();
        }
      }
      return written.toByteArray();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void readErr() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (err) {
          err.add(line);
          err.notifyAll();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      synchronized (err) {
        err.notifyAll();
      }
    }
  }
}
