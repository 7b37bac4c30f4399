package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.runtime.testing.RecordedLog;

/** What takes the parser of the configuration minutes, or all of its stack, is refused before. */
@Timeout(60)
@Tag("once")
class ConfigBombsTest {
  @TempDir Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void aGuestsModuleExists() {
    folder = new ConfigFolder(temporary);
    folder.write("a.wasm", "");
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count)
        .mapToObj(line)
        .collect(Collectors.joining("\n", "parigot.guests.a.wasm = a.wasm\n", "\n"));
  }

  private void assertRefused(String text, String sentence) {
    folder.write("app.conf", text);

    assertThat(folder.complaintAbout("app.conf")).isEqualTo(sentence);
  }

  private void assertAccepted(String text, int guests) {
    folder.write("app.conf", text);

    assertThat(folder.load("app.conf").guests()).hasSize(guests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a", "[", ".a"})
  void tooDeep(String step) {
    assertRefused(
        "\na" + (step.equals("[") ? "=" : "") + step.repeat(200_000),
        "DIR/app.conf:2: blocks, lists and dotted keys may be nested 100 deep, and here is one"
            + " more.");
  }

  @Test
  void aListThatIsAddedToTooOften() {
    assertRefused(
        lines(5_000, i -> "x.a += 1"),
        "DIR/app.conf:102: x.a may be added to or set from substitutions 100 times; write its value"
            + " at once, and here is one more.");
  }

  @Test
  void aListThatIsSetFromItselfTooOften() {
    assertRefused(
        lines(5_000, i -> "x { a = ${?x.a} [1] }"),
        "DIR/app.conf:102: x.a may be added to or set from substitutions 100 times; write its value"
            + " at once, and here is one more.");
  }

  @Test
  void tooManySubstitutions() {
    assertRefused(
        lines(20_000, i -> "x" + i + ".a = ${parigot.guests.a.wasm}"),
        "DIR/app.conf:10002: a configuration may have 10,000 substitutions and additions (${…}, +=),"
            + " and here is one more.");
  }

  @Test
  void aBlockThatIsWrittenTooOften() {
    assertRefused(
        lines(20_000, i -> "x.a" + i + " = 1"),
        "DIR/app.conf:5002: x may be written 5,000 times in a file; put what it holds into one"
            + " block, and here is one more.");
  }

  @Test
  void tooManyKeys() {
    assertRefused(
        "parigot.guests.a.wasm = a.wasm\nx {\n"
            + IntStream.range(0, 250_000)
                .mapToObj(i -> "a" + i + "=1\n")
                .collect(Collectors.joining())
            + "}\n",
        "DIR/app.conf:199998: a configuration may have 200,000 keys, and here is one more.");
  }

  @Test
  void filesThatIncludeEachOtherWithoutEnd() {
    folder.write("one.conf", "include \"two.conf\"\ninclude \"two\"\n");
    folder.write(
        "two.conf", "include \"one.conf\"\ninclude file(\"" + temporary + "/one.conf\")\n");
    folder.write("app.conf", "include \"one.conf\"\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/one.conf: files may be included 20 deep, and this one is included deeper; do they"
                + " include each other?");
  }

  @Test
  void tooManyIncludes() {
    folder.write("empty.conf", "");

    assertRefused(
        lines(2_000, i -> "include \"empty.conf\""),
        "DIR/app.conf:1002: a configuration may have 1,000 includes, and here is one more.");
  }

  @Test
  void includedFilesThatAreTooLargeTogether() {
    folder.write("large.conf", "#".repeat(1 << 20));

    assertRefused(
        lines(5, i -> "include \"large\""),
        "DIR/large.conf: with this file the configuration's files have 4,194,415 bytes, included"
            + " ones each time, and may have at most 4,194,304 together.");
  }

  @Test
  void anIncludedFileThatIsTooDeep() {
    folder.write("deep.conf", "a { b =\n" + "[".repeat(10_000));

    assertRefused(
        "include \"deep.conf\"",
        "DIR/deep.conf:2: blocks, lists and dotted keys may be nested 100 deep, and here is one"
            + " more.");
  }

  @Test
  void aLargeConfigurationIsNone() {
    assertAccepted(
        "dir = \""
            + temporary
            + "\"\ncommon { env { A = 1, \"b.c\" = 2 }, args = [x] }\nparigot.guests {\n"
            + IntStream.range(0, 2_000)
                .mapToObj(
                    i ->
                        """
                        guest-%d = ${common} {  # one of many
                          wasm = ${dir}/a.wasm // where it is
                          args += "a \\" { [ ${b}"
                          env { TEXT = \"\"\"{{{[[[ ${x}
                            "\"\"\" }
                          plugins = [
                            log
                            file
                          ]
                          instances = 1
                        }
                        """
                            .formatted(i))
                .collect(Collectors.joining())
            + "}\n",
        2_000);
  }

  @Test
  void aKeyThatIsSetTwiceIsWarnedOf() {
    folder.write(
        "app.conf",
        """
        parigot {
          guests { a { wasm = b.wasm, args = [x] } }
          guests.a.wasm = a.wasm
          guests
          {
            "a" { args =
              [y] }
          }
          call-timeout = 1 s
          call-timeout = ${?NOT_SET}
          guests.a.args += z
          guests.a { env { A = 1 } }
          guests.a { env { B = 2 } }
        }
        """);

    try (RecordedLog log = new RecordedLog()) {
      assertThat(folder.load("app.conf").guests().get(0).args()).containsExactly("y", "z");

      assertThat(log.lines())
          .extracting(line -> line.replace(temporary.toString(), "DIR"))
          .containsExactly(
              "WARN DIR/app.conf:3: parigot.guests.a.wasm was set in line 2 already; what stands here"
                  + " counts.",
              "WARN DIR/app.conf:6: parigot.guests.a.args was set in line 2 already; what stands here"
                  + " counts.");
    }
  }

  @Test
  void aFileThatConfiguresNothing() {
    folder.write("app.conf", "guests.a.wasm = a.wasm\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "The configuration file DIR/app.conf configures nothing: it has no block parigot { … }.");
  }

  @Test
  void aPropertyWithoutParigotIsWarnedOf() {
    folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");
    System.setProperty("call-timeout", "1 s");
    try (RecordedLog log = new RecordedLog()) {
      folder.load("app.conf");

      assertThat(log.lines())
          .containsExactly(
              "WARN -Dcall-timeout=1 s has no effect; did you mean -Dparigot.call-timeout?");
    } finally {
      System.clearProperty("call-timeout");
    }
  }
}
