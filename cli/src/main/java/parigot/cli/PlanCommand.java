package parigot.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import parigot.actors.DryStart;
import parigot.kernel.ServiceName;
import parigot.kernel.rules.StartPlan;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.Placement;
import parigot.runtime.settings.SettingsException;
import parigot.v1.host.LostGuests;
import parigot.v1.host.PlannedGuest;
import parigot.v1.host.PlannedNeed;
import parigot.v1.host.StartPlanReport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot plan}. */
@Command(
    name = "plan",
    header = "Tells in which order an application would start, and what would keep it from that.",
    description = {
      "",
      "Each guest runs by itself until it asks to launch, and nothing comes of it: no plugin is"
          + " started, calls of plugins are refused, and what guests write is dropped.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all of it would start",
      "1:it would not",
      "193:the command line, the configuration or a module is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot plan",
      "  parigot plan shop.conf --placement three.conf",
      "  parigot plan shop.conf --mermaid"
    })
final class PlanCommand implements Callable<Integer> {
  private static final int WOULD_NOT_START = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "the application's configuration, or a folder with an application.conf; the current"
              + " folder if none is named")
  private Path file;

  @Option(
      names = "--placement",
      paramLabel = "FILE",
      description = "say on which nodes guests run by this, and what is required across nodes")
  private Path placement;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "what the guests are tried with whose settings do not say: wasm, or jvm for those that"
              + " were built from Java here")
  private GuestSettings.Engine engine;

  @ArgGroup(exclusive = true)
  private Format format = new Format();

  /** How it is printed. */
  static final class Format {
    @Option(names = "--json", description = "print JSON: the message parigot.v1.StartPlanReport")
    private boolean json;

    @Option(names = "--dot", description = "print a graph for Graphviz")
    private boolean dot;

    @Option(names = "--mermaid", description = "print a graph for Mermaid")
    private boolean mermaid;
  }

  @Override
  public Integer call() throws Exception {
    StartPlanReport report;
    if (engine != null) {
      System.setProperty("parigot.guest-defaults.engine", engine.name().toLowerCase(Locale.ROOT));
    }
    try {
      ApplicationSettings settings =
          ApplicationSettings.of(ConfigFiles.load(Optional.ofNullable(file)));
      Map<String, Set<String>> nodes = nodes(settings);
      report = report(settings, nodes, DryStart.of(settings));
    } catch (SettingsException | StartException e) {
      Complaint.print(spec.commandLine().getErr(), e.getMessage());
      return ExitCodes.USAGE;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format.json) {
      Json.print(out, report);
    } else if (format.dot) {
      PlanGraphs.dot(out, report);
    } else if (format.mermaid) {
      PlanGraphs.mermaid(out, report);
    } else {
      print(out, report);
    }
    out.flush();
    return report.getStarts() ? 0 : WOULD_NOT_START;
  }

  /** The nodes of each guest; nothing without a placement. */
  private Map<String, Set<String>> nodes(ApplicationSettings settings) {
    Map<String, Set<String>> nodes = new TreeMap<>();
    if (placement != null) {
      Placement places = Placement.of(ConfigFiles.placement(placement));
      for (String node : places.names()) {
        for (GuestSettings guest : settings.on(places, node).guests()) {
          nodes.computeIfAbsent(guest.name(), name -> new TreeSet<>()).add(node);
        }
      }
    }
    return nodes;
  }

  private static StartPlanReport report(
      ApplicationSettings settings, Map<String, Set<String>> nodes, DryStart.Result result) {
    StartPlan plan = result.plan();
    Map<String, PlannedGuest.Builder> guests = new LinkedHashMap<>();
    Set<String> never = new TreeSet<>(result.failures().keySet());
    for (StartPlan.Step step : plan.steps()) {
      String name = guestOf(step.service().guest());
      PlannedGuest.Builder guest =
          guests.computeIfAbsent(name, key -> PlannedGuest.newBuilder().setName(key));
      if (step.level() == StartPlan.NEVER) {
        never.add(name);
      }
      guest.setLevel(Math.max(guest.getLevel(), step.level()));
      step.service().names().forEach(its -> guest.addExports(its.toString()));
      for (ServiceName required : step.service().requires()) {
        Set<String> exporters = guestsOf(plan.exportersOf(required));
        guest.addRequires(
            PlannedNeed.newBuilder()
                .setName(required.toString())
                .addAllExporters(exporters)
                .setCrossesNodes(crosses(nodes, name, exporters)));
      }
    }
    List<PlannedGuest> ordered = new ArrayList<>();
    for (GuestSettings guest : settings.guests()) {
      PlannedGuest.Builder planned =
          guests.computeIfAbsent(
              guest.name(), key -> PlannedGuest.newBuilder().setName(guest.name()));
      planned
          .setKind(guest.kind().name().toLowerCase(Locale.ROOT))
          .addAllNodes(nodes.getOrDefault(guest.name(), Set.of()));
      if (never.contains(guest.name())) {
        planned.setLevel(StartPlan.NEVER);
      }
      ordered.add(planned.build());
    }
    ordered.sort(
        (one, other) ->
            Integer.compare(
                one.getLevel() == StartPlan.NEVER ? Integer.MAX_VALUE : one.getLevel(),
                other.getLevel() == StartPlan.NEVER ? Integer.MAX_VALUE : other.getLevel()));
    StartPlanReport.Builder report =
        StartPlanReport.newBuilder()
            .setStarts(plan.isWhole() && result.failures().isEmpty())
            .addAllGuests(ordered)
            .addAllCycle(plan.cycle().stream().map(ServiceName::toString).toList())
            .addAllProblems(problems(plan, result));
    plan.lostWithout()
        .forEach(
            (guest, lost) ->
                report.addLost(
                    LostGuests.newBuilder().setGuest(guestOf(guest)).addAllLost(guestsOf(lost))));
    return report.build();
  }

  private static boolean crosses(
      Map<String, Set<String>> nodes, String guest, Set<String> exporters) {
    Set<String> there = new TreeSet<>();
    exporters.forEach(exporter -> there.addAll(nodes.getOrDefault(exporter, Set.of())));
    return !exporters.isEmpty() && !there.containsAll(nodes.getOrDefault(guest, Set.of()));
  }

  private static List<String> problems(StartPlan plan, DryStart.Result result) {
    List<String> problems = new ArrayList<>();
    result.failures().forEach((guest, why) -> problems.add(guest + " " + why + "."));
    for (ServiceName missing : plan.exportedByNobody()) {
      Set<String> requiring = new TreeSet<>();
      plan.steps().stream()
          .filter(step -> step.service().requires().contains(missing))
          .forEach(step -> requiring.add(guestOf(step.service().guest())));
      problems.add(
          "Nobody exports %s, which %s requires.".formatted(missing, String.join(", ", requiring)));
    }
    if (!plan.cycle().isEmpty()) {
      problems.add(
          "These wait for each other: %s -> %s."
              .formatted(
                  String.join(" -> ", plan.cycle().stream().map(ServiceName::toString).toList()),
                  plan.cycle().get(0)));
    }
    return problems;
  }

  /** Without the number of an instance. */
  private static String guestOf(String label) {
    return label.replaceFirst("\\.\\d+$", "");
  }

  private static Set<String> guestsOf(Collection<String> labels) {
    Set<String> guests = new TreeSet<>();
    labels.forEach(label -> guests.add(guestOf(label)));
    return guests;
  }

  private void print(PrintWriter out, StartPlanReport report) {
    boolean several = report.getGuestsList().stream().anyMatch(each -> each.getNodesCount() > 0);
    Table table =
        several
            ? new Table(">LEVEL", "GUEST", "KIND", "NODES", "REQUIRES")
            : new Table(">LEVEL", "GUEST", "KIND", "REQUIRES");
    for (PlannedGuest guest : report.getGuestsList()) {
      String level = guest.getLevel() == 0 ? "never" : String.valueOf(guest.getLevel());
      String requires =
          String.join(", ", guest.getRequiresList().stream().map(PlanCommand::shown).toList());
      if (several) {
        table.row(
            level,
            guest.getName(),
            guest.getKind(),
            String.join(", ", guest.getNodesList()),
            requires);
      } else {
        table.row(level, guest.getName(), guest.getKind(), requires);
      }
    }
    table.lines().forEach(out::println);
    if (report.getLostCount() > 0) {
      out.println();
    }
    for (LostGuests lost : report.getLostList()) {
      out.printf(
          "If %s fails, these never start: %s%n",
          lost.getGuest(), String.join(", ", lost.getLostList()));
    }
    if (report.getProblemsCount() > 0) {
      out.printf("%nIt would not start:%n");
      report.getProblemsList().forEach(problem -> out.printf("  - %s%n", problem));
    }
  }

  private static String shown(PlannedNeed need) {
    String exporters = String.join(", ", need.getExportersList());
    return "%s (%s%s)"
        .formatted(
            need.getName(),
            exporters.isEmpty() ? "nobody" : exporters,
            need.getCrossesNodes() ? ", across nodes" : "");
  }
}
