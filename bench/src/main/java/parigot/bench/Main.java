package parigot.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: {@code parigot bench [--quick] [NAME…]}. */
@Command(
    name = "parigot bench",
    description = "Measures Parigot beside its peers, prints a table and writes JSON.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Main.USAGE)
final class Main implements Callable<Integer> {
  static final int USAGE = 193;
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Measure briefly: that all of it works, not how fast.")
  private boolean quick;

  @Option(names = "--list", description = "Say what there is to measure.")
  private boolean list;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the JSON goes (default: target/bench.json in the current folder).")
  private Path json = Path.of("target", "bench.json");

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to measure; else all.")
  private List<String> names = List.of();

  private Main() {}

  /** Runs the benchmarks that the arguments name. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Benchmarks.ALL.forEach(each -> out.printf("%-14s %s%n", each.name(), each.about()));
      return 0;
    }
    List<Measured> chosen = chosen();
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    Machine machine = Machine.here();
    // Others may measure on this machine too: it is ratios that count here.
    System.setProperty("jmh.ignoreLock", "true");
    Path workplace = Workplace.open();
    List<Result> results = new ArrayList<>();
    try {
      out.printf(
          "%s, %d processors, %s, commit %s%n%n",
          machine.processor(), machine.processors(), machine.jdk(), machine.commit());
      for (Measured each : chosen) {
        spec.commandLine().getErr().println("parigot: measuring " + each.name());
        Result result = Result.of(each, effort);
        results.add(result);
        out.println(Report.table(result));
        Report.write(json, machine, effort, results);
      }
    } finally {
      Workplace.delete(workplace);
    }
    out.println("Written to " + json);
    return results.stream().anyMatch(Result::failed) ? FAILED : 0;
  }

  private List<Measured> chosen() {
    List<Measured> chosen = new ArrayList<>();
    for (String name : names) {
      Optional<Measured> found =
          Benchmarks.ALL.stream().filter(each -> each.name().equals(name)).findFirst();
      chosen.add(
          found.orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(),
                      "There is no benchmark %s; --list shows what there is.".formatted(name))));
    }
    return chosen.isEmpty() ? Benchmarks.ALL : chosen;
  }
}
