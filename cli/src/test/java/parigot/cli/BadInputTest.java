package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static parigot.cli.GuestFolder.guest;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal is told when an application cannot run: one sentence, a code. */
@Timeout(120)
@Tag("once")
class BadInputTest {
  private static final byte[] COMPONENT = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() {
    folder = new GuestFolder(temporary);
  }

  private void assertRefused(int code, String sentence, String... options) throws Exception {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "run";
    System.arraycopy(options, 0, arguments, 1, options.length);

    ParigotProcess.Result result = folder.run(arguments);

    assertThat(result.said()).containsExactly(sentence.replace("DIR", folder.path().toString()));
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.text()).isEmpty();
  }

  // Files

  @Test
  void noConfigurationAtAll() throws Exception {
    assertRefused(
        193, "parigot: No configuration file was named, and DIR/application.conf does not exist.");
  }

  @Test
  void noSuchFile() throws Exception {
    assertRefused(
        193, "parigot: The configuration file DIR/shop.conf does not exist.", "shop.conf");
  }

  @Test
  void aFolderWithoutAConfiguration() throws Exception {
    assertRefused(193, "parigot: The configuration file DIR/application.conf does not exist.", ".");
  }

  @Test
  void aFileThatIsNoHocon() throws Exception {
    folder.write("application.conf", "parigot { guests {\n");
    assertRefused(
        193,
        "parigot: DIR/application.conf:2: expecting a close parentheses ')' here, not: end of"
            + " file.");
  }

  @Test
  void anIncludedFileThatDoesNotExist() throws Exception {
    folder.write("application.conf", "include required(\"more.conf\")\n");
    assertRefused(
        193, "parigot: The configuration file more.conf cannot be read: there is no such file.");
  }

  @Test
  void aFileThatIsNestedTooDeeply() throws Exception {
    folder.write("application.conf", "parigot {\n a " + "{a".repeat(1_000_000));
    assertRefused(
        193,
        "parigot: DIR/application.conf:2: blocks, lists and dotted keys may be nested 100 deep, and"
            + " here is one more.");
  }

  @Test
  void aListThatIsAddedToThousandsOfTimes() throws Exception {
    folder.write("application.conf", "parigot.x += 1\n".repeat(5_000));
    assertRefused(
        193,
        "parigot: DIR/application.conf:101: parigot.x may be added to or set from substitutions 100"
            + " times; write its value at once, and here is one more.");
  }

  @Test
  void tooManySubstitutions() throws Exception {
    folder.write(
        "application.conf",
        IntStream.range(0, 20_000)
            .mapToObj(i -> "a" + i + " = ${?b}\n")
            .collect(Collectors.joining()));
    assertRefused(
        193,
        "parigot: DIR/application.conf:10001: a configuration may have 10,000 substitutions and"
            + " additions (${…}, +=), and here is one more.");
  }

  @Test
  void filesThatIncludeEachOther() throws Exception {
    folder.write("application.conf", "include \"more.conf\"\ninclude \"more.conf\"\n");
    folder.write("more.conf", "include \"application.conf\"\n");
    assertRefused(
        193,
        "parigot: DIR/more.conf: files may be included 20 deep, and this one is included deeper; do"
            + " they include each other?");
  }

  @Test
  void aFileThatIsTooLong() throws Exception {
    folder.write("application.conf", "#".repeat(5_000_000));
    assertRefused(
        193,
        "parigot: The configuration file DIR/application.conf has 5,000,000 bytes, and may have at"
            + " most 4,194,304.");
  }

  @Test
  void aFileThatConfiguresNothing() throws Exception {
    folder.write("application.conf", "guests { a { wasm = a.wasm } }\n");
    assertRefused(
        193,
        "parigot: The configuration file DIR/application.conf configures nothing: it has no block"
            + " parigot { … }.");
  }

  // Settings

  @Test
  void anUnknownKey() throws Exception {
    folder.application(guest("a", "launch", "memory-limits = 1 MiB"));
    assertRefused(
        193,
        "parigot: DIR/application.conf:3: parigot.guests.a.memory-limits is no setting; did you"
            + " mean memory-limit?");
  }

  @Test
  void aValueOfTheWrongType() throws Exception {
    folder.application(guest("a", "launch", "instances = many"));
    assertRefused(
        193,
        "parigot: DIR/application.conf:3: parigot.guests.a.instances must be a whole number from 1"
            + " to 100000, and is \"many\".");
  }

  @Test
  void aGuestsNameWithOddCharacters() throws Exception {
    folder.application(guest("\"a b\"", "launch"));
    assertRefused(
        193,
        "parigot: DIR/application.conf:3: parigot.guests.\"a b\" is no name for a guest: it must be"
            + " a letter and then at most 62 letters, digits, _ or -.");
  }

  @Test
  void noGuests() throws Exception {
    folder.write("application.conf", "parigot {}\n");
    assertRefused(193, "parigot: parigot.guests names no guest, and must name at least one.");
  }

  @Test
  void anEmptyBlockOfGuests() throws Exception {
    folder.application("");
    assertRefused(
        193,
        "parigot: DIR/application.conf:2: parigot.guests names no guest, and must name at least"
            + " one.");
  }

  // Modules

  private void module(byte[] bytes) throws IOException {
    folder.write("odd.wasm", bytes);
    folder.application("odd { wasm = odd.wasm }");
  }

  private void module(String wat) throws IOException {
    module(Wat2Wasm.parse(wat));
  }

  @Test
  void noSuchModule() throws Exception {
    folder.application("odd { wasm = odd.wasm }");
    assertRefused(
        193,
        "parigot: DIR/application.conf:3: parigot.guests.odd.wasm names odd.wasm, and there is no"
            + " such file; looked for DIR/odd.wasm, "
            + GuestFolder.GUESTS.resolve("odd.wasm")
            + ".");
  }

  @Test
  void aModuleThatIsNoWasm() throws Exception {
    module("package main\n".getBytes(StandardCharsets.UTF_8));
    assertRefused(
        193,
        "parigot: guest odd: DIR/odd.wasm is not a WebAssembly module but looks like a text file.");
  }

  @Test
  void aComponentInsteadOfAModule() throws Exception {
    module(COMPONENT);
    assertRefused(
        193,
        "parigot: guest odd: DIR/odd.wasm is a WebAssembly component, not a module: build it for"
            + " WASI preview 1 without turning it into a component.");
  }

  @Test
  void anImportThatNobodyProvides() throws Exception {
    module(
        """
        (module
          (import "moon" "rise" (func))
          (memory (export "memory") 1)
          (func (export "_start")))
        """);
    assertRefused(
        193,
        "parigot: guest odd: DIR/odd.wasm imports moon.rise, which nobody provides; it can import"
            + " from log, parigot, wasi_snapshot_preview1.");
  }

  @Test
  void aPluginThatTheGuestIsNotGranted() throws Exception {
    module(
        """
        (module
          (import "queue" "send_" (func (param i32 i32 i32 i32) (result i64)))
          (memory (export "memory") 1)
          (func (export "_start")))
        """);
    assertRefused(
        193,
        "parigot: guest odd: odd.wasm imports queue.send_, and the guest is not granted that"
            + " plugin; add queue to parigot.guests.odd.plugins.");
  }

  @Test
  void anExportThatIsMissing() throws Exception {
    module("(module (memory (export \"memory\") 1))");
    assertRefused(
        193,
        "parigot: guest odd: DIR/odd.wasm is no guest: it exports neither _start (a program) nor"
            + " parigot_deliver_ and parigot_alloc_ (a reactor).");
  }

  @Test
  void aMemoryThatIsNotExported() throws Exception {
    module("(module (memory 1) (func (export \"_start\")))");
    assertRefused(
        193,
        "parigot: guest odd: DIR/odd.wasm does not export its memory, it has to under the name"
            + " memory.");
  }

  // Launches

  @Test
  void aServiceThatNobodyExports() throws Exception {
    folder.application(guest("a", "register a; export a.v1 a; require b.v1 b; launch"));
    assertRefused(
        194,
        "TIME ERROR parigot Not launched within 2 s: a waits for b.v1.b (which nobody exports).",
        "-Dparigot.launch-timeout=2s");
  }

  @Test
  void servicesThatWaitForEachOther() throws Exception {
    folder.application(
        guest("a", "register a; export a.v1 a; require b.v1 b; launch")
            + guest("b", "register b; export b.v1 b; require a.v1 a; launch"));
    assertRefused(
        194,
        "TIME ERROR parigot These services wait for each other and can never launch: a.v1.a ->"
            + " b.v1.b -> a.v1.a.");
  }

  @Test
  void aServerThatEndsBeforeItLaunches() throws Exception {
    folder.application(guest("a", "register a; proc-exit 0"));
    assertRefused(194, "TIME ERROR parigot a exited with code 0 before it launched.");
  }

  @Test
  void standardOutputThatCannotBeWritten() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    folder.application(guest("m", "register m; launch; print hello", "kind = main"));
    ProcessBuilder command = ParigotProcess.command(folder.path(), "run");
    command.redirectOutput(Path.of("/dev/full").toFile());

    try (ParigotProcess process = ParigotProcess.start(command)) {
      assertThat(process.result().said())
          .contains(
              "TIME WARN  parigot What guests print is lost from here on: No space left on device");
    }
  }

  @Test
  void aMainThatTraps() throws Exception {
    folder.application(guest("m", "register m; launch; trap", "kind = main"));

    ParigotProcess.Result result = folder.run("run");

    assertThat(result.said())
        .singleElement()
        .asString()
        .matches(
            "TIME ERROR parigot m failed: the guest trapped in its function number \\d+: Trapped on"
                + " unreachable instruction");
    assertThat(result.code()).isEqualTo(195);
  }

  // What looks odd and is none

  @Test
  void aMainThatEndsBeforeItLaunchesIsAMainThatEnded() throws Exception {
    folder.application(guest("m", "register m; proc-exit 7", "kind = main"));

    ParigotProcess.Result result = folder.run("run");

    assertThat(result.said()).isEmpty();
    assertThat(result.code()).isEqualTo(7);
  }

  @Test
  void twoGuestsMayExportTheSame() throws Exception {
    String server = "register s; export s.v1 s; bind Echo; launch";
    folder.application(
        guest("one", server)
            + guest("two", server)
            + guest(
                "m",
                "register m; require s.v1 s; launch; locate s.v1 s; call Echo 10; print answered;"
                    + " exit 0",
                "kind = main"));

    ParigotProcess.Result result = folder.run("run");

    assertThat(result.text()).isEqualTo("answered\n");
    assertThat(result.code()).isZero();
  }
}
