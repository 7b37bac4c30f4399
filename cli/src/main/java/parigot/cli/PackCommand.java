package parigot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import parigot.runtime.settings.PackWriter;
import parigot.runtime.settings.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot pack}. */
@Command(
    name = "pack",
    header = "Puts an application into one file.",
    description = {
      "",
      "The configuration with all that it includes, the modules, their descriptors and the"
          + " placement, with their digests. What takes a configuration takes the file in its"
          + " place.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot pack shop.conf -o shop.parigot",
      "  parigot pack shop.conf -o shop.parigot --placement three.conf --key key.pem",
      "  parigot run shop.parigot"
    })
final class PackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "the application's configuration, or a folder with an application.conf")
  private Path configuration;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "the file to write")
  private Path target;

  @Option(
      names = "--placement",
      paramLabel = "FILE",
      description = "what says which nodes there are, and what runs where")
  private Path placement;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "an Ed25519 private key in PEM, to sign with")
  private Path key;

  @Override
  public Integer call() throws IOException {
    try {
      spec.commandLine()
          .getOut()
          .println(
              String.join(
                  ", ",
                  PackWriter.write(
                      configuration,
                      Optional.ofNullable(placement),
                      Optional.ofNullable(key),
                      target)));
    } catch (SettingsException wrong) {
      Complaint.print(spec.commandLine().getErr(), wrong.getMessage());
      return ExitCodes.USAGE;
    }
    return 0;
  }
}
