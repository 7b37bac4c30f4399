package parigot.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code parigot run [FILE]}, {@code dev}, {@code new} and the others. */
@Command(
    name = "parigot",
    description = "Runs services that are compiled to WebAssembly, all in one JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      DevCommand.class,
      NewCommand.class,
      PackCommand.class,
      InstallCommand.class,
      IdCommand.class,
      PsCommand.class,
      CallsCommand.class,
      TopCommand.class,
      ServicesCommand.class,
      CallCommand.class,
      LogsCommand.class,
      RestartCommand.class,
      DeployCommand.class,
      StopCommand.class,
      ConsoleCommand.class,
      PlanCommand.class,
      ReplayCommand.class,
      RecordCommand.class,
      InspectCommand.class,
      EmbedCommand.class,
      BenchCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footer = {"", "\"parigot help COMMAND\" says more."})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command that the arguments name, and ends the JVM with its exit code. */
  public static void main(String[] args) {
    int code = commandLine().setErr(Log.standardError()).execute(args);
    Log.end();
    System.exit(code);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler((mistake, args) -> complain(mistake))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100);
  }

  /** Without a command there is nothing to do but to say which ones there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }

  private static int complain(ParameterException mistake) {
    CommandLine where = mistake.getCommandLine();
    String sentence =
        mistake instanceof UnmatchedArgumentException unmatched
            ? sentence(unmatched, where)
            : mistake.getMessage().replaceFirst("\\.$", "")
                + "; \"parigot help\" shows what there is.";
    where.getErr().println("parigot: " + sentence);
    return ExitCodes.USAGE;
  }

  private static String sentence(UnmatchedArgumentException unmatched, CommandLine where) {
    String argument = unmatched.getUnmatched().get(0);
    List<String> alike = unmatched.getSuggestions();
    String hint =
        alike.isEmpty()
            ? "\"parigot help\" shows what there is."
            : "did you mean %s?".formatted(alike.get(0));
    if (unmatched.isUnknownOption()) {
      return "There is no option %s; %s".formatted(argument, hint);
    }
    return where.getParent() == null
        ? "There is no command %s; %s".formatted(argument, hint)
        : "%s is one argument too many; %s".formatted(argument, hint);
  }
}
