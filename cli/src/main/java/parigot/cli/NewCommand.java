package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot new}. */
@Command(
    name = "new",
    header = "Makes a folder with a service to begin with.",
    description = {
      "",
      "It holds a .proto, a service, a client, their tests, an application.conf, a pom.xml and"
          + " settings for debuggers: it builds, runs and passes its tests as it is.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExample:%n",
    footer = {
      "  parigot new shop",
      "  cd shop && mvn -q package && parigot run",
      "  parigot new site --http",
      "  parigot new basket --client shop"
    })
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

  @ArgGroup private Kind kind = new Kind();

  /** One of these, or none: a service. */
  private static final class Kind {
    @Option(names = "--http", description = "what answers HTTP requests from outside")
    private boolean http;

    @Option(
        names = "--plugin",
        description = "a service whose work native Java does, with any library, in a plugin")
    private boolean plugin;

    @Option(
        names = "--client",
        paramLabel = "FOLDER",
        description = "a main that uses the service of the project in this folder")
    private Path client;
  }

  @Override
  public Integer call() throws IOException {
    if (!NAME.matcher(name).matches() || !SourceVersion.isName(name)) {
      throw mistake(
          name
              + " cannot be the name: it is a Java package too, so 1 to 40 small letters and"
              + " digits");
    }
    if (TAKEN.contains(name)) {
      throw mistake(name + " cannot be the name: there is a package with that name already");
    }
    Path folder = Path.of(name);
    if (Files.exists(folder)) {
      throw mistake(folder.toAbsolutePath() + " is there already, and is left as it is");
    }
    write(folder);
    spec.commandLine().getOut().println(whatToDo());
    return 0;
  }

  /** Commands that can be pasted. */
  private String whatToDo() throws IOException {
    String header =
        "# %s is made. This builds it, runs its tests, and then runs it".formatted(name);
    if (kind.http) {
      header += ", at http://127.0.0.1:9000/ until it is interrupted";
    }
    // Its tests and its application run the service's guests.
    String service =
        kind.client == null
            ? ""
            : "mvn -q -f %s package\n".formatted(quoted(kind.client.toString()));
    return "%s:\n%s%scd %s\nmvn -q package\n%s run"
        .formatted(header, install(), service, name, command());
  }

  /** Where Maven does not find Parigot yet, as an archive has just been unpacked. */
  private static String install() throws IOException {
    boolean isNeeded =
        System.getenv(InstallCommand.ARCHIVE) != null && !LocalRepository.ofThisUser().hasParigot();
    return isNeeded ? command() + " install\n" : "";
  }

  /** How parigot is called in any folder, as far as it is known. */
  private static String command() {
    return quoted(System.getenv().getOrDefault("PARIGOT_COMMAND", "parigot"));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private void write(Path folder) throws IOException {
    if (kind.http) {
      NewProject.http(name).write(folder);
    } else if (kind.plugin) {
      NewProject.plugin(name).write(folder);
    } else if (kind.client != null) {
      try {
        ServiceProject service = ServiceProject.in(kind.client);
        NewProject.client(name, service).write(folder);
        service.copyProtoTo(folder.resolve("src/main/protobuf"));
      } catch (ServiceProject.UnusableException unusable) {
        throw mistake(unusable.getMessage());
      }
    } else {
      NewProject.service(name).write(folder);
    }
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
