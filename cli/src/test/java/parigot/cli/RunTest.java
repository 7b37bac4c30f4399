package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real guests in a real process: what it writes where, and how it ends. */
@Timeout(120)
class RunTest {
  private static final Path GUESTS =
      Path.of("../actors/src/test/resources/guests").toAbsolutePath();

  /** A service, and somebody who needs it and says on standard error that he has it. */
  private static final String SERVERS =
      """
      parigot {
        search-path = ["%s"]
        cache-dir = "%s"
        # Longer than a machine that does other things too needs for the first classes of a JVM.
        guest-defaults.method-limit = 1 minute
        guests {
          bottom { wasm = reactor.wasm, args = ["register bottom", "export b.v1 b", "bind Echo", launch] }
          top { wasm = loop.wasm, args = ["register top", "require b.v1 b", launch, "stderr ready"] }
        }
      }
      """
          .formatted(GUESTS, Path.of("target/compiled-guests").toAbsolutePath());

  private static final String MAIN =
      "wasm = loop.wasm, kind = main, args = [\"register m\", \"require b.v1 b\", launch,"
          + " \"locate b.v1 b\", \"call Echo 10\", ";

  @TempDir Path folder;

  private ParigotProcess.Result run(String guests, String... args) throws Exception {
    write(guests);
    return ParigotProcess.run(folder, args);
  }

  private void write(String guests) throws IOException {
    Files.writeString(
        folder.resolve("application.conf"), SERVERS + "parigot.guests {" + guests + "}\n");
  }

  @Test
  void aMainsOutputIsAllOfStandardOutputAndTheLogIsQuiet() throws Exception {
    ParigotProcess.Result result =
        run("m {" + MAIN + "\"print bonjour world\", \"exit 0\"] }", "run");

    assertThat(result.err()).filteredOn(line -> !line.startsWith("WARNING: ")).isEmpty();
    assertThat(result.text()).isEqualTo("bonjour world\n");
    assertThat(result.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "192,192", "255,192"})
  void theExitCodeIsTheMains(int asked, int code) throws Exception {
    assertThat(run("m {" + MAIN + "\"exit " + asked + "\"] }", "run").code()).isEqualTo(code);
  }

  @Test
  void ofSeveralMainsTheFirstCodeOtherThanZeroCounts() throws Exception {
    String guests =
        "a {"
            + MAIN
            + "\"exit 0\"] }\n b {"
            + MAIN
            + "\"exit 7\"] }\n c {"
            + MAIN
            + "\"timer 300000\", \"print last\", \"exit 9\"] }";

    ParigotProcess.Result result = run(guests, "run");

    assertThat(result.text()).isEqualTo("last\n");
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void aMainThatTrapsEndsWith195() throws Exception {
    ParigotProcess.Result result = run("m {" + MAIN + "trap] }", "run");

    assertThat(result.code()).isEqualTo(195);
    assertThat(result.err()).anyMatch(line -> line.contains("ERROR") && line.contains(" m "));
  }

  @Test
  void aGuestThatDoesNotLaunchEndsWith194AndSaysWhoWaitsForWhat() throws Exception {
    String guests =
        "m { wasm = loop.wasm, kind = main, args = [\"register m\", \"require c.v1 c\", launch] }";

    ParigotProcess.Result result = run(guests, "run", "-Dparigot.launch-timeout=3s");

    assertThat(result.code()).isEqualTo(194);
    assertThat(result.err()).anyMatch(line -> line.contains("m waits for c.v1.c"));
  }

  @Test
  void aModuleThatIsNoWasmIsOneSentence() throws Exception {
    Files.writeString(folder.resolve("text.wasm"), "no wasm at all");

    ParigotProcess.Result result = run("m { wasm = text.wasm, kind = main }", "run");

    assertThat(result.code()).isEqualTo(193);
    assertThat(result.err())
        .filteredOn(line -> !line.startsWith("WARNING: "))
        .singleElement()
        .asString()
        .startsWith("parigot: guest m: ");
  }

  @Test
  void whatServersWriteIsLoggedWithTimeLevelAndNameWhenAskedFor() throws Exception {
    ParigotProcess.Result result =
        run("m {" + MAIN + "\"stderr from m\", \"timer 300000\", \"exit 0\"] }", "run", "-v");

    assertThat(result.text()).isEmpty();
    assertThat(result.err())
        .anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  m from m"))
        .anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  top ready"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void serversServeUntilASignalWhichIsTheirOrdinaryEnd(String signal) throws Exception {
    assumeNotIgnored(signal);
    write("");
    try (ParigotProcess process = ParigotProcess.start(folder, "run", "-v")) {
      process.awaitErr(line -> line.endsWith("top ready"));
      process.signal(signal);

      ParigotProcess.Result result = process.result();
      assertThat(result.code()).as("standard error: %s", result.err()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130"})
  void aSignalEndsAMainWithTheCodeOfTheSignal(String signal, int code) throws Exception {
    assumeNotIgnored(signal);
    write("m {" + MAIN + "\"stderr waiting\", serve] }");
    try (ParigotProcess process = ParigotProcess.start(folder, "run", "-v")) {
      process.awaitErr(line -> line.endsWith("m waiting"));
      process.signal(signal);

      ParigotProcess.Result result = process.result();
      assertThat(result.code()).as("standard error: %s", result.err()).isEqualTo(code);
    }
  }

  @Test
  void aSignalDuringTheLaunchEndsTheApplication() throws Exception {
    write(
        "m { wasm = loop.wasm, kind = main, args = [\"register m\", \"require c.v1 c\", \"stderr here\", launch] }");
    try (ParigotProcess process = ParigotProcess.start(folder, "run", "-v")) {
      process.awaitErr(line -> line.endsWith("m here"));
      process.signal("TERM");

      assertThat(process.result().code()).isEqualTo(143);
    }
  }

  @Test
  void testModeRunsEachTestWithFreshServersAndSaysHowItWent() throws Exception {
    String test = MAIN.replace("kind = main", "kind = test");
    String guests =
        "good {"
            + test
            + "\"print from good\", \"exit 0\"] }\n bad {"
            + test
            + "\"exit 3\"] }\n m {"
            + MAIN
            + "\"print never\", \"exit 0\"] }";

    ParigotProcess.Result result = run(guests, "run", "--test");

    List<String> lines = result.text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("failed bad code 3");
    assertThat(lines.get(1)).isEqualTo("from good");
    assertThat(lines.get(2)).matches("passed good \\d+\\.\\d\\d s");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void testModeIsZeroWhenAllPassed() throws Exception {
    String test = MAIN.replace("kind = main", "kind = test");

    ParigotProcess.Result result = run("good {" + test + "\"exit 0\"] }", "run", "--test");

    assertThat(result.text()).matches("passed good \\d+\\.\\d\\d s\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void testsDoNotRunOutsideTestMode() throws Exception {
    String guests =
        "t { wasm = loop.wasm, kind = test, args = [\"print never\"] }\n m {"
            + MAIN
            + "\"exit 0\"] }";

    assertThat(run(guests, "run").text()).isEmpty();
  }

  /** A process that was started with a signal ignored hands that on to its children. */
  private static void assumeNotIgnored(String signal) throws IOException {
    int number = signal.equals("INT") ? 2 : 15;
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      try (var lines = Files.lines(status)) {
        long ignored =
            lines
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
        assumeFalse((ignored >> (number - 1) & 1) == 1, signal + " is ignored by this process");
      }
    }
  }
}
