package parigot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The example boutique with a crowd in it, in one process, on three nodes, and with each service on
 * a node of its own: the same modules, and nodes that are processes of this machine.
 */
record BoutiqueLoad(String name, String about) implements Measured {
  private static final Pattern REPORT =
      Pattern.compile("\\d+ pages, 0 failed, (\\d+) pages/s, p50 (\\d+) µs, p99 (\\d+) µs");
  private static final int SHOPPERS = 20;
  private static final int PAGES = 1500;
  private static final int FEW_PAGES = 20;

  private enum Placing {
    ONE_PROCESS("one process", ""),
    THREE_NODES("three nodes", "nodes.conf"),
    EACH_ALONE("each service a node of its own", "each-alone.conf");

    final String label;
    final String placement;

    Placing(String label, String placement) {
      this.label = label;
      this.placement = placement;
    }
  }

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    Path launcher = Checkout.launcher();
    Path example = Checkout.folder().toAbsolutePath().normalize().resolve("examples/boutique");
    if (!Files.exists(example.resolve("target/guests/frontend.wasm"))) {
      throw new Unavailable(
          "The example is not built: mvn -q install -DskipTests -pl examples/boutique -am");
    }
    int pages = effort.isQuick() ? FEW_PAGES : PAGES;
    Path config =
        Files.writeString(
            Workplace.folder().resolve("crowd.conf"),
            "include file(%s)\nparigot.guests.load.args = [%d, %d, %d]\nparigot.plugins.httpconnector.port = 0\n"
                .formatted(
                    GuestApplication.quoted(example.resolve("load.conf").toString()),
                    SHOPPERS,
                    pages,
                    pages));
    Map<Placing, String> notes = new EnumMap<>(Placing.class);
    Comparison<Placing> comparison =
        Comparison.measure(
            effort.rounds(),
            List.of(Placing.values()),
            placing -> {
              Crowd crowd = Crowd.in(command(placing, launcher, example, config));
              notes.put(placing, crowd.note());
              return crowd.pagesPerSecond();
            });
    List<Line> lines = new ArrayList<>();
    for (Placing placing : Placing.values()) {
      lines.add(comparison.line(placing, placing.label, Unit.PER_SECOND).note(notes.get(placing)));
    }
    return lines;
  }

  private static List<String> command(Placing placing, Path launcher, Path example, Path config) {
    List<String> command =
        new ArrayList<>(List.of(launcher.toString(), "run", config.toString(), "-q"));
    if (!placing.placement.isEmpty()) {
      command.add("--placement");
      command.add(example.resolve(placing.placement).toString());
      command.add("--all-nodes");
    }
    command.add("-Dparigot.cache-dir=" + Workplace.cache());
    return command;
  }

  /** What one crowd saw, and what it took of the machine. */
  private record Crowd(double pagesPerSecond, String note) {
    static Crowd in(List<String> command) {
      try {
        Process process =
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
          String begun = out.readLine();
          ProcessTree.Use before = ProcessTree.use(process);
          long began = System.nanoTime();
          String report = out.readLine();
          long took = System.nanoTime() - began;
          ProcessTree.Use after = ProcessTree.use(process);
          int code = process.waitFor();
          Matcher found = REPORT.matcher(report == null ? "" : report);
          if (code != 0 || !found.matches()) {
            throw new IllegalStateException(
                "%s ended with code %d after: %s; %s".formatted(command, code, begun, report));
          }
          return new Crowd(
              Double.parseDouble(found.group(1)),
              "a page: p50 %s, p99 %s; %.1f processors; %s in %d processes"
                  .formatted(
                      Unit.NANOS.print(1e3 * Double.parseDouble(found.group(2))),
                      Unit.NANOS.print(1e3 * Double.parseDouble(found.group(3))),
                      (double) after.processor().minus(before.processor()).toNanos() / took,
                      Unit.BYTES.print((double) after.memory()),
                      after.processes()));
        } finally {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
        }
      } catch (IOException e) {
        throw new IllegalStateException(command.get(0) + " does not start", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
