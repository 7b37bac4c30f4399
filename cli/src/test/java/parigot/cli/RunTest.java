package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static parigot.cli.GuestFolder.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real guests in a real process: what it writes where, and how it ends. */
@Tag("once")
@Timeout(120)
class RunTest {
  /** A service, and somebody who needs it and says on standard error that he has it. */
  private static final String SERVERS =
      guest("bottom", "register bottom; export b.v1 b; bind Echo; launch")
          + guest("top", "register top; require b.v1 b; launch; stderr ready");

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() {
    folder = new GuestFolder(temporary);
  }

  /** A main that calls the service, and then does this. */
  private static String main(String name, String script) {
    return guest(
        name,
        "register m; require b.v1 b; launch; locate b.v1 b; call Echo 10; " + script,
        "kind = main");
  }

  private ParigotProcess.Result run(String mains, String... options) throws Exception {
    folder.application(SERVERS + mains);
    String[] arguments = new String[options.length + 1];
    arguments[0] = "run";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return folder.run(arguments);
  }

  // Output

  @Test
  void aMainsOutputIsAllOfStandardOutputAndTheLogIsQuiet() throws Exception {
    ParigotProcess.Result result = run(main("m", "print bonjour world; exit 0"));

    assertThat(result.said()).isEmpty();
    assertThat(result.text()).isEqualTo("bonjour world\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void tenMegabytesReachStandardOutputUnchanged() throws Exception {
    ParigotProcess.Result result = run(main("m", "write 10000000; exit 3"));

    assertThat(result.out()).hasSize(10_000_000);
    for (int i = 0; i < result.out().length; i++) {
      int line = i / 100;
      int column = i % 100;
      int expected = column == 99 ? '\n' : 'a' + (line + column) % 26;
      if (result.out()[i] != expected) {
        assertThat((int) result.out()[i]).as("byte %d", i).isEqualTo(expected);
      }
    }
    assertThat(result.code()).isEqualTo(3);
  }

  @Test
  void bytesThatAreNoTextReachStandardOutputUnchanged() throws Exception {
    assertThat(run(main("m", "write-hex 00ff0d0a80c3; exit 0")).out())
        .containsExactly(0x00, 0xff, 0x0d, 0x0a, 0x80, 0xc3);
  }

  @Test
  void whatServersWriteIsLoggedWithTimeLevelAndNameWhenAskedFor() throws Exception {
    ParigotProcess.Result result =
        run(main("m", "stderr from m; timer 300000; exit 0"), "--verbose");

    assertThat(result.text()).isEmpty();
    assertThat(result.err())
        .anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  m from m"))
        .anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  top ready"));
  }

  // The configuration

  @Test
  void aFileMayBeNamedAndItsPathsAreBesideIt() throws Exception {
    folder.application(SERVERS + main("m", "print-env WHO; exit 0"));
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));

    ParigotProcess.Result result =
        ParigotProcess.run(
            elsewhere, "run", "../application.conf", "-Dparigot.guests.m.env.WHO=you");

    assertThat(result.text()).isEqualTo("WHO=you\n");
  }

  @Test
  void aFolderMayBeNamedInsteadOfItsApplicationConf() throws Exception {
    folder.application(SERVERS + main("m", "print hello; exit 0"));
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));

    assertThat(ParigotProcess.run(elsewhere, "run", "..").text()).isEqualTo("hello\n");
  }

  @Test
  void aPropertyMayNameTheFile() throws Exception {
    folder.application(SERVERS + main("m", "print hello; exit 0"));
    Files.move(temporary.resolve("application.conf"), temporary.resolve("shop.conf"));

    assertThat(folder.run("run", "-Dconfig.file=shop.conf").text()).isEqualTo("hello\n");
  }

  @Test
  void theEnvironmentCountsWhenTypesafeConfigIsToldSo() throws Exception {
    folder.application(SERVERS + main("m", "print-env WHO; exit 0"));
    ProcessBuilder command =
        ParigotProcess.command(folder.path(), "run", "-Dconfig.override_with_env_vars=true");
    command.environment().put("CONFIG_FORCE_parigot_guests_m_env_WHO", "you");

    try (ParigotProcess process = ParigotProcess.start(command)) {
      assertThat(process.result().text()).isEqualTo("WHO=you\n");
    }
  }

  // Exit codes

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "192,192", "255,192"})
  void theExitCodeIsTheMains(int asked, int code) throws Exception {
    assertThat(run(main("m", "exit " + asked)).code()).isEqualTo(code);
  }

  @Test
  void ofSeveralMainsTheFirstCodeOtherThanZeroCounts() throws Exception {
    ParigotProcess.Result result =
        run(
            main("a", "exit 0")
                + main("b", "exit 7")
                + main("c", "timer 300000; print last; exit 9"));

    assertThat(result.text()).isEqualTo("last\n");
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void aMainOverALimitEndsWith195() throws Exception {
    ParigotProcess.Result result = run(main("m", "recurse"));

    assertThat(result.said())
        .singleElement()
        .asString()
        .startsWith("TIME ERROR parigot m failed: ");
    assertThat(result.code()).isEqualTo(195);
  }

  // Signals

  @ParameterizedTest
  @CsvSource({"TERM", "INT"})
  void serversServeUntilASignalWhichIsTheirOrdinaryEnd(String signal) throws Exception {
    assumeNotIgnored(signal);
    folder.application(SERVERS);
    try (ParigotProcess process = folder.start("run", "-v")) {
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
    folder.application(SERVERS + main("m", "stderr waiting; serve"));
    try (ParigotProcess process = folder.start("run", "-v")) {
      process.awaitErr(line -> line.endsWith("m waiting"));
      process.signal(signal);

      ParigotProcess.Result result = process.result();
      assertThat(result.code()).as("standard error: %s", result.err()).isEqualTo(code);
    }
  }

  @Test
  void aSignalWhileGuestsLaunchEndsTheApplication() throws Exception {
    folder.application(
        guest("m", "register m; require c.v1 c; stderr here; launch", "kind = main"));
    try (ParigotProcess process = folder.start("run", "-v")) {
      process.awaitErr(line -> line.endsWith("m here"));
      process.signal("TERM");

      assertThat(process.result().code()).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @CsvSource({"server,0", "main,143"})
  void aSignalWhileModulesAreLoadedEndsTheApplication(String kind, int code) throws Exception {
    folder.application(guest("g", "register g; launch; serve", "kind = " + kind));
    try (ParigotProcess process = folder.start("run", "-vv", "-Dparigot.cache-dir=new")) {
      process.awaitErr(line -> line.contains(" DEBUG parigot Loading "));
      process.signal("TERM");

      assertThat(process.result().code()).isEqualTo(code);
    }
  }

  @Test
  void aSecondSignalEndsTheApplicationAtOnce() throws Exception {
    folder.application(guest("m", "register m; launch; stderr here; loop", "kind = main"));
    try (ParigotProcess process = folder.start("run", "-v", "-Dparigot.exit-grace=1 hour")) {
      process.awaitErr(line -> line.endsWith("m here"));
      process.signalUntilItEnds("TERM");

      assertThat(process.result().code()).isEqualTo(143);
    }
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
