package parigot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the start of a process to its first line, which is "bonjour world" or another hello. */
record StartTime(String name, String about) implements Measured {
  private enum Subject {
    CACHED("./parigot run, cached"),
    COLD("./parigot run, nothing compiled before"),
    JAVA("java, hello world"),
    AKKA("bare Akka, hello world");

    final String label;

    Subject(String label) {
      this.label = label;
    }
  }

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    Path checkout = Checkout.folder();
    if (!Files.exists(checkout.resolve("application.conf"))) {
      throw new Unavailable("There is no application.conf in " + checkout + ".");
    }
    // Builds, where that is needed, and fills the cache.
    double unusedFirst = first(command(Subject.CACHED, checkout));
    Comparison<Subject> comparison =
        Comparison.measure(
            effort.isQuick() ? 1 : 3 * effort.rounds(),
            List.of(Subject.values()),
            subject -> first(command(subject, checkout)));
    List<Line> lines = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      lines.add(comparison.line(subject, subject.label, Unit.NANOS));
    }
    return lines;
  }

  private static List<String> command(Subject subject, Path checkout) {
    return switch (subject) {
      case CACHED -> run(checkout, Workplace.cache());
      case COLD -> run(checkout, Workplace.folder().resolve("cold" + System.nanoTime()));
      case JAVA -> java(HelloJava.class);
      case AKKA -> java(HelloAkka.class);
    };
  }

  private static List<String> run(Path checkout, Path cache) {
    return List.of(
        checkout.resolve("parigot").toString(),
        "run",
        checkout.resolve("application.conf").toString(),
        "-Dparigot.cache-dir=" + cache);
  }

  private static List<String> java(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  private static double first(List<String> command) {
    long began = System.nanoTime();
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        long took = System.nanoTime() - began;
        if (!"bonjour world".equals(line) || out.readLine() != null || process.waitFor() != 0) {
          throw new IllegalStateException("%s says %s".formatted(command, line));
        }
        return took;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException(command.get(0) + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
