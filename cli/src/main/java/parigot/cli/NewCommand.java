package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot new}. */
@Command(
    name = "new",
    header = "Makes a folder with a service to begin with.",
    description = {
      "",
      "It holds a .proto, a service, a client, their tests, an application.conf and a pom.xml: it"
          + " builds, runs and passes its tests as it is.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExample:%n",
    footer = {"  parigot new shop", "  cd shop", "  mvn package", "  parigot run"})
final class NewCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,39}");

  /** What Java, and what every guest has already. */
  private static final Set<String> TAKEN =
      Set.of(
          "file",
          "google",
          "http",
          "httpconnector",
          "java",
          "javax",
          "log",
          "nutsdb",
          "object",
          "parigot",
          "protosupport",
          "queue",
          "string",
          "syscall");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "the service's name, in small letters and digits: the folder, the package")
  private String name;

  @Override
  public Integer call() throws IOException {
    if (!NAME.matcher(name).matches() || !SourceVersion.isName(name)) {
      throw mistake(
          name
              + " cannot be the name: it is a Java package too, so 1 to 40 small letters and digits");
    }
    if (TAKEN.contains(name)) {
      throw mistake(name + " cannot be the name: there is a package with that name already");
    }
    Path folder = Path.of(name);
    if (Files.exists(folder)) {
      throw mistake(folder.toAbsolutePath() + " is there already, and is left as it is");
    }
    new NewProject(name).write(folder);
    spec.commandLine()
        .getOut()
        .println(
            """
            %1$s is made. To build it and run its tests, then to run it:

              cd %1$s
              mvn package
              parigot run
            """
                .formatted(name)
                .stripTrailing());
    return 0;
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
