package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.wasm.GuestShape;

/** Where what guests write goes. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class OutputTest {
  private static final int LONGEST_LINE = 8192;

  private static final int LINE = 100;

  @ParameterizedTest
  @EnumSource
  void tenMegabytesOfAMainGuestComeOutUnchanged(GuestShape shape) {
    int size = 10_000_000;
    try (TestApplication application =
        TestApplication.with().main("hello", shape, "write " + size, "proc-exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.written()).isEqualTo(pattern(size));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatAreNoTextComeOutUnchangedFromAMain(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .main("hello", shape, "write-hex 00ff80c30a0d1b5b0afe", "proc-exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.written())
          .isEqualTo(new byte[] {0, -1, -128, -61, 10, 13, 27, 91, 10, -2});
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAServerWritesGoesIntoTheLogLineByLineWithItsName(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .server(
                "greeting",
                shape,
                "register greeting",
                "write " + 10_000 * LINE,
                "write-hex 6f6e6520",
                "print line",
                "stderr of both",
                "launch",
                "print done")
            .launched()) {
      application.log().await(1, "greeting: done");
      List<String> expected = new ArrayList<>();
      new String(pattern(10_000 * LINE), StandardCharsets.US_ASCII)
          .lines()
          .forEach(line -> expected.add("greeting: " + line));
      expected.addAll(List.of("greeting: one line", "greeting: of both", "greeting: done"));
      assertThat(linesOf(application, "greeting")).isEqualTo(expected);
      assertThat(application.written()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theStandardErrorOfAMainGoesIntoTheLogAndNotToTheOutput(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with().main("hello", shape, "stderr careful", "print out", "proc-exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("out\n");
      application.log().await(1, "hello: careful");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLineThatWasBegunWhenTheGuestEndsIsLoggedToo(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .server("greeting", shape, "register greeting", "write-hex 656e64", "launch")
            .launched()) {
      assertThat(application.stop()).isZero();
      application.log().await(1, "greeting: end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLineWithoutEndIsCutAndWhatCouldSteerATerminalIsShown(GuestShape shape) {
    String letters = "61".repeat(200);
    String[] script = new String[45];
    script[0] = "register greeting";
    for (int i = 1; i < 42; i++) {
      script[i] = "write-hex " + letters;
    }
    script[42] = "print ";
    script[43] = "write-hex 1b5b326ac3a4ff0a";
    script[44] = "launch";
    try (TestApplication application =
        TestApplication.with().server("greeting", shape, script).launched()) {
      assertThat(linesOf(application, "greeting"))
          .containsExactly(
              "greeting: " + "a".repeat(LONGEST_LINE),
              "greeting: " + "a".repeat(41 * 200 - LONGEST_LINE),
              "greeting: \\x1b[2jä\ufffd");
    }
  }

  @Test
  void eachWriteOfMainsThatWriteAtTheSameTimeStaysWhole() {
    try (TestApplication application =
        TestApplication.with()
            .main("one", GuestShape.LOOP, "write 1000000", "proc-exit 0")
            .main("two", GuestShape.REACTOR, "write 1000000", "proc-exit 0")) {
      assertThat(application.run()).isZero();
      List<String> lines = application.printed().lines().sorted().toList();
      List<String> expected =
          new String(pattern(1_000_000), StandardCharsets.US_ASCII)
              .lines()
              .flatMap(line -> Stream.of(line, line))
              .sorted()
              .toList();
      assertThat(lines).isEqualTo(expected);
    }
  }

  private static List<String> linesOf(TestApplication application, String guest) {
    return application.log().lines().stream()
        .filter(line -> line.startsWith(guest + ": "))
        .toList();
  }

  /** What {@code write BYTES} writes: lines of letters, each begun with the next letter. */
  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      int column = i % LINE;
      bytes[i] = (byte) (column == LINE - 1 ? '\n' : 'a' + (i / LINE + column) % 26);
    }
    return bytes;
  }
}
