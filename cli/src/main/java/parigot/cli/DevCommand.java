package parigot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parigot dev}. */
@Command(
    name = "dev",
    header = "Runs an application, and its guests anew when their sources change.",
    description = {
      "",
      "It watches the sources of the guests that were built from Java here, the modules of the"
          + " others and the configuration. What changes is built, and started in place of what it"
          + " was: the rest of the application goes on. When the build fails the compiler's lines"
          + " are shown, and what runs goes on.",
      "",
      "An application that has come to its end is started again with the next change. Interrupt it"
          + " (Ctrl-C) to end all.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExamples:%n",
    footer = {"  parigot dev", "  parigot dev shop.conf --engine jvm", "  parigot dev -v"})
final class DevCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.apply();
    Runner runner = new Runner(spec.commandLine().getErr());
    Signals.onEnd(runner::signal);
    try (DevRun run = new DevRun(options, runner, spec.commandLine().getErr())) {
      return run.run();
    }
  }
}
