package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong before anything runs is said in one sentence, with the exit code 193. */
@Timeout(30)
class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  @AfterEach
  void noPropertyIsLeft() {
    System.clearProperty("config.file");
    System.clearProperty("parigot.call-timeout");
  }

  private int execute(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  private void assertRefused(String sentence, String... args) {
    assertThat(execute(args)).isEqualTo(193);
    assertThat(err.toString()).isEqualTo(sentence + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  private String config(String text) throws IOException {
    Files.writeString(folder.resolve("a.wasm"), "no wasm at all");
    return Files.writeString(folder.resolve("app.conf"), text).toString();
  }

  @Test
  void noCommand() {
    assertRefused("parigot: A command is missing; \"parigot help\" shows what there is.");
  }

  @Test
  void anUnknownCommand() {
    assertRefused("parigot: There is no command fly; \"parigot help\" shows what there is.", "fly");
  }

  @Test
  void anUnknownOption() {
    assertRefused(
        "parigot: There is no option --verbos; did you mean --verbose?", "run", "--verbos");
  }

  @Test
  void toWaitForADebuggerThatMayNotAttach() {
    assertRefused(
        "parigot: --suspend goes with --debug; \"parigot help\" shows what there is.",
        "run",
        "--suspend");
  }

  @Test
  void aDebuggerInAJvmThatDoesNotListen() {
    assertRefused(
        "parigot: --debug is for the launcher ./parigot, which starts a JVM for it; \"parigot"
            + " help\" shows what there is.",
        "run",
        "--debug");
  }

  @Test
  void twoFiles() {
    assertRefused(
        "parigot: b.conf is one argument too many; \"parigot help\" shows what there is.",
        "run",
        "a.conf",
        "b.conf");
  }

  @Test
  void aPropertyWithoutAKey() throws IOException {
    assertRefused(
        "parigot: -D needs a key: -DKEY=VALUE; \"parigot help\" shows what there is.",
        "run",
        config(""),
        "-D==1");
  }

  @Test
  void aFileThatDoesNotExist() {
    assertRefused(
        "parigot: The configuration file %s does not exist.".formatted(folder.resolve("none")),
        "run",
        folder.resolve("none").toString());
  }

  @Test
  void aFileAndThePropertyThatNamesOne() throws IOException {
    String file = config("");
    assertRefused(
        "parigot: Both the file %s and -Dconfig.file=b.conf name a configuration; give only one of them."
            .formatted(file),
        "run",
        file,
        "-Dconfig.file=b.conf");
  }

  @Test
  void aMistakeInTheConfiguration() throws IOException {
    String file = config("parigot.guests.a { wasm = a.wasm, kimd = main }\n");
    assertRefused(
        "parigot: %s:1: parigot.guests.a.kimd is no setting; did you mean kind?".formatted(file),
        "run",
        file);
  }

  @Test
  void aMistakeInAProperty() throws IOException {
    assertRefused(
        "parigot: system properties: parigot.call-timeout must be a duration from 1 ms to less than"
            + " 3 s (guests forget a call after 3 s), and is \"1 h\".",
        "run",
        config("parigot.guests.a.wasm = a.wasm\n"),
        "-Dparigot.call-timeout=1 h");
  }

  @Test
  void testModeWithoutTests() throws IOException {
    assertRefused(
        "parigot: No guest is of kind test, so --test has nothing to run.",
        "run",
        "--test",
        config("parigot.guests.a.wasm = a.wasm\n"));
  }

  @Test
  void testsAloneWithoutTestMode() throws IOException {
    assertRefused(
        "parigot: Every guest is of kind test, and only --test runs these.",
        "run",
        config("parigot.guests.a { wasm = a.wasm, kind = test }\n"));
  }

  @Test
  void helpSaysWhatThereIs() {
    assertThat(execute("help", "run")).isZero();
    assertThat(out.toString())
        .contains(
            "[FILE]", "--verbose", "--quiet", "--test", "-D", "193 ", "194 ", "195 ", "130, 143 ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpIsRefusedForAnUnknownCommand() {
    assertRefused(
        "parigot: Unknown subcommand 'fly'; \"parigot help\" shows what there is.", "help", "fly");
  }

  @Test
  void theBenchmarksAreNamedByHelpAndRunByTheLauncher() {
    assertThat(execute("help")).isZero();
    assertThat(out.toString()).contains("bench");
    out.getBuffer().setLength(0);
    assertRefused(
        "parigot: The benchmarks are run by ./parigot in a checkout of the sources;"
            + " \"parigot help\" shows what there is.",
        "bench",
        "--quick");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString().strip())
        .matches("parigot \\d+\\.\\d+\\.\\d+\\S* \\(Java \\Q" + Runtime.version() + "\\E\\)");
  }
}
