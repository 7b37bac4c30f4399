package parigot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * From the change of one line of one of ten services until it answers as the line says: with {@code
 * ./parigot dev}, whose guests stay, and by hand, with a build and a start.
 */
record DevTime(String name, String about) implements Measured {
  private static final long END_SECONDS = 60;

  /** The first answer comes after a build of all. */
  private static final long ANSWER_SECONDS = 600;

  private static final String NO_MORE = "";

  private enum Subject {
    WASM("./parigot dev", "dev"),
    JVM("./parigot dev --engine jvm", "dev --engine jvm"),
    BY_HAND("mvn process-classes, then ./parigot run", "run");

    final String label;
    final String command;

    Subject(String label, String command) {
      this.label = label;
      this.command = command;
    }
  }

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    Path launcher = Checkout.launcher();
    Map<Subject, Changes> changes = new EnumMap<>(Subject.class);
    try {
      for (Subject subject : Subject.values()) {
        changes.put(subject, Changes.of(subject, launcher));
        // The first change finds a Maven that has built once, and is slow yet.
        double unusedFirst = changes.get(subject).answered();
      }
      Comparison<Subject> comparison =
          Comparison.measure(
              effort.isQuick() ? 1 : 2 * effort.rounds(),
              List.of(Subject.values()),
              subject -> changes.get(subject).answered());
      List<Line> lines = new ArrayList<>();
      for (Subject subject : Subject.values()) {
        lines.add(
            comparison
                .line(subject, subject.label, Unit.NANOS)
                .note(changes.get(subject).compiled()));
      }
      return lines;
    } finally {
      changes.values().forEach(Changes::close);
    }
  }

  /** One project that is changed again and again, and what runs of it. */
  private static final class Changes implements AutoCloseable {
    private final Subject subject;
    private final Path launcher;
    private final TenServices services;
    private final Set<Integer> compiled = new LinkedHashSet<>();
    private Process process;
    private BlockingQueue<String> printed = new LinkedBlockingQueue<>();

    private Changes(Subject subject, Path launcher, TenServices services) {
      this.subject = subject;
      this.launcher = launcher;
      this.services = services;
    }

    static Changes of(Subject subject, Path launcher) throws IOException {
      Path folder = Files.createDirectories(Workplace.folder().resolve("dev-" + subject));
      List<String> unusedWhatIsPrinted =
          ChildJvm.run(
              List.of("sh", "-c", "cd \"$0\" && \"$1\" new ten", folder.toString(), "" + launcher));
      Changes changes = new Changes(subject, launcher, TenServices.in(folder.resolve("ten")));
      try {
        if (subject == Subject.BY_HAND) {
          changes.build();
        }
        changes.start();
        changes.awaitAnswer();
      } catch (IOException | RuntimeException e) {
        changes.close();
        throw new IllegalStateException(subject.label + ": " + e.getMessage(), e);
      }
      if (subject == Subject.BY_HAND) {
        changes.close();
      }
      return changes;
    }

    /** Changes the line, and waits for the answer. */
    double answered() {
      try {
        Map<Path, FileTime> before = services.modules();
        long began = System.nanoTime();
        services.change();
        if (subject == Subject.BY_HAND) {
          build();
          start();
        }
        awaitAnswer();
        long took = System.nanoTime() - began;
        if (subject == Subject.BY_HAND) {
          close();
        }
        Map<Path, FileTime> after = services.modules();
        after.entrySet().removeAll(before.entrySet());
        compiled.add(after.size());
        return took;
      } catch (IOException e) {
        throw new IllegalStateException(subject.label + ": " + e.getMessage(), e);
      }
    }

    /** How many guests each change had compiled. */
    String compiled() {
      List<String> numbers = compiled.stream().sorted().map(String::valueOf).toList();
      return "%s of %d guests compiled anew by each change"
          .formatted(String.join(" or ", numbers), TenServices.GUESTS);
    }

    private void build() throws IOException {
      List<String> unusedNothing =
          ChildJvm.run(
              List.of(
                  "mvn", "-B", "-q", "-f", services.folder().toString(), "-o", "process-classes"));
    }

    private void start() throws IOException {
      List<String> command = new ArrayList<>(List.of(launcher.toString()));
      command.addAll(List.of(subject.command.split(" ", -1)));
      command.add(services.folder().toString());
      command.add("-Dparigot.cache-dir=" + Workplace.cache());
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BlockingQueue<String> lines = new LinkedBlockingQueue<>();
      InputStream stream = process.getInputStream();
      Thread reader = new Thread(() -> read(stream, lines), "reads " + subject.label);
      reader.setDaemon(true);
      reader.start();
      printed = lines;
    }

    private void awaitAnswer() throws IOException {
      try {
        String line = "";
        while (!services.answer().equals(line)) {
          line = printed.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
          if (line == null || line.equals(NO_MORE)) {
            throw new IOException(
                line == null ? "there is no answer" : "it has ended before it answered");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    private static void read(InputStream stream, BlockingQueue<String> lines) {
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        out.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add(e.toString());
      }
      lines.add(NO_MORE);
    }

    @Override
    public void close() {
      if (process == null) {
        return;
      }
      // Maven too, which would write into a folder that is deleted.
      List<ProcessHandle> all = process.descendants().collect(Collectors.toList());
      all.add(process.toHandle());
      process.destroy();
      try {
        for (ProcessHandle each : all) {
          ProcessHandle unused = each.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException(subject.label + " does not end", e);
      } finally {
        all.forEach(ProcessHandle::destroyForcibly);
        process = null;
      }
    }
  }
}
