package parigot.bench;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The example boutique with a crowd in it, in one process, on three nodes, and with each service on
 * a node of its own: the same modules, and nodes that are processes of this machine. Beside them
 * the same classes without Parigot, ten processes that call each other over grpc-java.
 */
record BoutiqueLoad(String name, String about) implements Measured {
  private static final String TWIN = "boutique.twin.Twin";
  private static final int SHOPPERS = 20;
  private static final int PAGES = 1500;
  private static final int FEW_PAGES = 20;

  private enum Placing {
    ONE_PROCESS("one process"),
    THREE_NODES("three nodes"),
    EACH_ALONE("each service a node of its own"),
    GRPC("ten processes over grpc-java");

    final String label;

    Placing(String label) {
      this.label = label;
    }
  }

  /** What is compared of the crowds. */
  private enum Measure {
    PAGES("pages", Unit.PER_SECOND),
    MEDIAN("p50", Unit.NANOS),
    TAIL("p99", Unit.NANOS),
    PROCESSORS("processors", Unit.PROCESSORS),
    MEMORY("memory", Unit.BYTES);

    final String label;
    final Unit unit;

    Measure(String label, Unit unit) {
      this.label = label;
      this.unit = unit;
    }

    double of(Crowd crowd) {
      return switch (this) {
        case PAGES -> crowd.pagesPerSecond();
        case MEDIAN -> crowd.median();
        case TAIL -> crowd.tail();
        case PROCESSORS -> crowd.processors();
        case MEMORY -> crowd.memory();
      };
    }

    /** What a reader should know of the crowds beside the figure. */
    String note(List<Crowd> crowds) {
      return switch (this) {
        case PAGES -> failed(crowds.stream().mapToInt(Crowd::failed).sum());
        case MEMORY -> processes(crowds.get(0).processes());
        case MEDIAN, TAIL, PROCESSORS -> "";
      };
    }
  }

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    Path launcher = Checkout.launcher();
    Path example = Checkout.folder().toAbsolutePath().normalize().resolve("examples/boutique");
    if (!Files.exists(example.resolve("target/guests/frontend.wasm"))
        || !Files.exists(
            example.resolve("target/test-classes/%s.class".formatted(TWIN.replace('.', '/'))))) {
      throw new Unavailable(
          "The example is not built: mvn -q install -DskipTests -pl examples/boutique -am");
    }
    int pages = effort.isQuick() ? FEW_PAGES : PAGES;
    List<String> crowd =
        List.of(String.valueOf(SHOPPERS), String.valueOf(pages), String.valueOf(pages));
    Path config =
        Files.writeString(
            Workplace.folder().resolve("crowd.conf"),
            "include file(%s)\nparigot.guests.load.args = [%s]\nparigot.plugins.httpconnector.port = 0\n"
                .formatted(
                    GuestApplication.quoted(example.resolve("load.conf").toString()),
                    String.join(", ", crowd)));
    Map<Placing, List<Crowd>> crowds = new EnumMap<>(Placing.class);
    for (int round = 0; round < effort.rounds(); round++) {
      for (Placing placing : Placing.values()) {
        List<String> command =
            switch (placing) {
              case ONE_PROCESS -> run(launcher, config);
              case THREE_NODES -> nodes(launcher, config, example.resolve("nodes.conf"));
              case EACH_ALONE -> nodes(launcher, config, example.resolve("each-alone.conf"));
              case GRPC -> twin(example, crowd);
            };
        crowds
            .computeIfAbsent(placing, unused -> new ArrayList<>())
            .add(placing == Placing.GRPC ? Crowd.ofChildren(command) : Crowd.of(command));
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      Comparison<Placing> comparison =
          Comparison.of(
              List.of(Placing.values()),
              placing -> crowds.get(placing).stream().map(measure::of).toList());
      for (Placing placing : Placing.values()) {
        Line line = comparison.line(placing, measure.label + ", " + placing.label, measure.unit);
        lines.add(line.note(measure.note(crowds.get(placing))));
      }
    }
    return lines;
  }

  private static String failed(int pages) {
    return pages == 0 ? "" : "%d pages failed".formatted(pages);
  }

  private static String processes(int count) {
    return count == 1 ? "of a process" : "of %d processes".formatted(count);
  }

  private static List<String> run(Path launcher, Path config) {
    return List.of(
        launcher.toString(),
        "run",
        config.toString(),
        "-q",
        "-Dparigot.cache-dir=" + Workplace.cache());
  }

  private static List<String> nodes(Path launcher, Path config, Path placement) {
    List<String> command = new ArrayList<>(run(launcher, config));
    command.addAll(List.of("--placement", placement.toString(), "--all-nodes"));
    return command;
  }

  /** With this JVM's flags, which are the launcher's. */
  private static List<String> twin(Path example, List<String> crowd) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(
        example.resolve("target/test-classes")
            + File.pathSeparator
            + System.getProperty("java.class.path"));
    command.add(TWIN);
    command.add(example.resolve("target/guests").toString());
    command.addAll(crowd);
    return command;
  }
}
