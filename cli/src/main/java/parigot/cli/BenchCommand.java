package parigot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code parigot bench}, for those who ask for help. The launcher hands it to the benchmarks, which
 * are a program of their own, so that what they compare with is not on everybody's class path.
 */
@Command(
    name = "bench",
    header = "Measures Parigot beside its peers.",
    description = {"", "Prints a table, and writes JSON with the machine and the JDK.", ""},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE)
@SuppressWarnings("UnusedVariable") // The options are here to be told of.
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "say what there is to measure")
  private boolean list;

  @Option(names = "--quick", description = "measure briefly: that all of it works, not how fast")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "where the JSON goes; target/bench.json in the current folder if not said")
  private Path json;

  @Parameters(paramLabel = "NAME", description = "what to measure; all of it if none is named")
  private List<String> names;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "The benchmarks are run by ./parigot in a checkout of the sources");
  }
}
