package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parigot install}. */
@Command(
    name = "install",
    header = "Puts Parigot's artifacts where Maven finds them.",
    description = {
      "",
      "What an unpacked archive has for builds goes into the local repository of Maven, so that a"
          + " project made by \"parigot new\" builds.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExample:%n",
    footer = "  parigot install")
final class InstallCommand implements Callable<Integer> {
  /** In the environment, the folder of the archive. Its launcher sets it. */
  static final String ARCHIVE = "PARIGOT_ARCHIVE";

  @Spec private CommandSpec spec;

  @Option(
      names = "--repository",
      paramLabel = "FOLDER",
      description =
          "the local repository; else that of MAVEN_OPTS, of ~/.m2/settings.xml, or"
              + " ~/.m2/repository")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    String archive = System.getenv(ARCHIVE);
    if (archive == null) {
      throw mistake(
          "there is nothing to install: a checkout's launcher has installed what it built, and"
              + " this is no archive's");
    }
    Path artifacts = Path.of(archive, "maven");
    if (!Files.isDirectory(artifacts)) {
      throw mistake(artifacts + " is not there: unpack the archive again");
    }
    LocalRepository repository =
        folder == null ? LocalRepository.ofThisUser() : new LocalRepository(folder);
    if (folder == null && !repository.folder().isAbsolute()) {
      throw mistake(
          "Java knows no home folder of this user, so Maven would look in each project for %s: name"
                  .formatted(repository.folder())
              + " a folder with --repository, and the same to Maven in"
              + " MAVEN_OPTS=-Dmaven.repo.local=FOLDER");
    }
    int count;
    try {
      count = repository.install(artifacts);
    } catch (IOException refused) {
      throw mistake(
          "%s cannot be written to: %s".formatted(repository.folder(), refused.getMessage()));
    }
    spec.commandLine()
        .getOut()
        .println(
            "%d artifacts of Parigot %s are in %s"
                .formatted(count, Versions.parigot(), repository.folder().toAbsolutePath()));
    return 0;
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
