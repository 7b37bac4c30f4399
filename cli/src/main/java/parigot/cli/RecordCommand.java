package parigot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import parigot.record.LifeFile;
import parigot.record.RecordedGuest;
import parigot.record.RecordingException;
import parigot.record.RecordingFolder;
import parigot.record.Replayer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot record}. */
@Command(
    name = "record",
    header = "Makes something of a recording, or has one written.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    subcommands = {RecordDumpCommand.class, RecordCommand.ToTest.class},
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED)
final class RecordCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "record needs a command: dump or to-test");
  }

  /** {@code parigot record to-test}. */
  @Command(
      name = "to-test",
      header =
          "Writes a JUnit test that gives a guest what was recorded, and compares its answers.",
      description = {
        "",
        "It writes two files below --to: the class, and below src/test/recordings what was"
            + " recorded. The test needs parigot-record. It passes with the recorded module, and"
            + " with another build as long as that answers and asks for the same.",
        ""
      },
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      sortOptions = false,
      exitCodeOnInvalidInput = ExitCodes.USAGE,
      exitCodeOnExecutionException = ExitCodes.FAILED,
      footerHeading = "%nExample:%n",
      footer = {
        "  parigot record to-test recordings --guest greeting --class shop.GreetingRecordingTest"
      })
  static final class ToTest implements Callable<Integer> {
    private static final Pattern CLASS = Pattern.compile("([a-zA-Z_]\\w*\\.)*[A-Z]\\w*Test");

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the folder that was given to --record")
    private Path folder;

    @Option(
        names = "--guest",
        paramLabel = "NAME",
        required = true,
        description = "which guest; of several lives the first")
    private String guest;

    @Option(
        names = "--class",
        paramLabel = "NAME",
        required = true,
        description = "the full name of the test, which ends in Test")
    private String className;

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        defaultValue = ".",
        description =
            "the folder of the project that gets the test; the current one if none is named")
    private Path project;

    @Option(
        names = "--module",
        paramLabel = "FILE",
        description =
            "the module that is tested, as seen from that folder; target/guests/NAME.wasm if none"
                + " is named")
    private String module;

    @Override
    public Integer call() throws IOException {
      if (!CLASS.matcher(className).matches()) {
        throw new ParameterException(
            spec.commandLine(), className + " is no name of a test, as shop.GreetingRecordingTest");
      }
      try {
        write();
        return 0;
      } catch (RecordingException e) {
        Complaint.print(spec.commandLine().getErr(), e.getMessage());
        return ExitCodes.USAGE;
      } finally {
        spec.commandLine().getOut().flush();
      }
    }

    private void write() throws IOException, RecordingException {
      RecordingFolder recordings = RecordingFolder.open(folder);
      LifeFile life =
          recordings.lives().stream()
              .filter(each -> each.isOf(guest))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RecordingException(
                          "%s has no recording of a guest %s.".formatted(folder, guest)));
      int dot = className.lastIndexOf('.');
      String simpleName = className.substring(dot + 1);
      Path data = Path.of("src", "test", "recordings", simpleName + ".life");
      Path source = Path.of("src", "test", "java", className.replace('.', '/') + ".java");
      for (Path each : new Path[] {data, source}) {
        Files.createDirectories(project.resolve(each).getParent());
      }
      try (Replayer replayer = Replayer.compiling(recordings)) {
        RecordedGuest.write(replayer, life, project.resolve(data));
      }
      String tested = module == null ? "target/guests/" + life.head().getName() + ".wasm" : module;
      Files.writeString(
          project.resolve(source),
          text(dot < 0 ? "" : className.substring(0, dot), simpleName, data, tested));
      PrintWriter out = spec.commandLine().getOut();
      out.println(project.resolve(source));
      out.println(project.resolve(data));
    }

    private String text(String packageName, String simpleName, Path data, String tested) {
      return (packageName.isEmpty() ? "" : "package %s;\n\n".formatted(packageName))
          + """
          import java.nio.file.Path;
          import org.junit.jupiter.api.Test;
          import parigot.record.RecordedGuest;

          /** The guest %s does what it did when it was recorded. */
          class %s {
            @Test
            void itAnswersAndAsksAsItWasRecorded() throws Exception {
              RecordedGuest.at(Path.of("%s"))
                  .requireSameFrom(Path.of("%s"));
            }
          }
          """
              .formatted(guest, simpleName, data.toString().replace('\\', '/'), tested);
    }
  }
}
