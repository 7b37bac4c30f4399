package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application has no use for is not loaded, though it is on the class path. */
@Timeout(120)
class UnusedLibrariesTest {
  private static final List<String> UNUSED =
      List.of("akka.cluster.", "akka.remote.", "akka.stream.", "io.opentelemetry.", "io.grpc.");

  @TempDir Path temporary;

  @Test
  void aPlainRunLoadsNothingOfAClusterOfOpenTelemetryOrOfGrpc() throws Exception {
    new GuestFolder(temporary)
        .application(guest("one", "register one; launch; exit 0", "kind = main"));
    Path loaded = temporary.resolve("loaded");
    ProcessBuilder command = ParigotProcess.command(temporary, "run");
    command
        .command()
        .add(
            command.command().indexOf("-Xlog:disable") + 1,
            "-Xlog:class+load:file=%s:none".formatted(loaded));
    try (ParigotProcess process = ParigotProcess.start(command)) {
      ParigotProcess.Result result = process.result();
      assertThat(result.code()).as("%s", result.err()).isZero();
    }

    List<String> classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.startsWith("parigot.actors.Parigot "));
    assertThat(classes).filteredOn(UnusedLibrariesTest::isOfALibraryWithoutUse).isEmpty();
  }

  private static boolean isOfALibraryWithoutUse(String loadedClass) {
    return UNUSED.stream().anyMatch(loadedClass::startsWith);
  }
}
