package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import file.v1.host.CreateResponse;
import file.v1.host.FileErr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.ServiceError;

/** Paths from guests that mean harm, against a folder of the disk. */
class HostilePathsTest {
  @TempDir Path temp;
  private FileCalls files;

  @BeforeEach
  void start() throws Exception {
    files = new FileCalls("root = \"%s\"".formatted(temp.resolve("a/b/root")));
  }

  @AfterEach
  void close() {
    files.close();
  }

  static Stream<String> traversal() {
    return Stream.of(
            "..",
            ".",
            "../x",
            "x/../y",
            "x/../../../../etc/passwd",
            "./x",
            "x/./y",
            "x/..",
            "x/.",
            "...",
            "x..y",
            "..x",
            "x..",
            ".../x",
            "x/.hidden/y",
            "a.b/c",
            "..//..//x",
            "x/%2e%2e/../y",
            "..\\x")
        .map(end -> "/parigot/app/" + end);
  }

  static Stream<String> outside() {
    return Stream.of(
        "",
        "/",
        "x",
        "a.txt",
        "/parigot/app",
        "/parigot/app/",
        "/parigot/app//",
        "/parigot//app/x",
        "//parigot/app/x",
        "parigot/app/x",
        "/PARIGOT/APP/x",
        "/Parigot/app/x",
        "/parigot/application/x",
        "/parigot/app2/x",
        "/parigot/../parigot/app/x",
        "/etc/passwd",
        "/parigot/appx",
        " /parigot/app/x",
        "\ufeff/parigot/app/x",
        "file:///parigot/app/x",
        "\\parigot\\app\\x",
        "C:\\x",
        "/parigot/app\u2215x",
        "/parigot\uff0fapp/x");
  }

  static Stream<String> shellCharacters() {
    return "*?><|&;$\\`\"'"
        .chars()
        .boxed()
        .flatMap(
            c ->
                Stream.of(
                    "/parigot/app/x" + (char) (int) c,
                    "/parigot/app/" + (char) (int) c,
                    "/parigot/app/x" + (char) (int) c + "/y"));
  }

  static Stream<String> controlCharacters() {
    return IntStream.concat(IntStream.range(0, 32), IntStream.range(127, 160))
        .boxed()
        .flatMap(
            c ->
                Stream.of(
                    "/parigot/app/x" + (char) (int) c + "y",
                    "/parigot/app/x.txt" + (char) (int) c,
                    "/parigot/app/" + (char) (int) c + "/y"));
  }

  static Stream<String> hyphens() {
    return Stream.of("-", "-x", "-rf", "x/-y", "-x/y", "--", "x/--help")
        .map(end -> "/parigot/app/" + end);
  }

  static Stream<String> tooDeep() {
    return Stream.of("a/".repeat(17) + "b", "a/".repeat(1000) + "b", "a/".repeat(17) + "b/")
        .map(end -> "/parigot/app/" + end);
  }

  static Stream<String> tooLong() {
    return Stream.of(
            "x".repeat(256),
            "x".repeat(256) + "/y",
            "y/" + "x".repeat(1_000_000),
            "\u00e9".repeat(43),
            "\ud83d\ude00".repeat(22))
        .map(end -> "/parigot/app/" + end);
  }

  static Stream<String> halfCharacters() {
    return Stream.of("\ud800", "x\udc00y", "\ude00\ud83d", "x/\ud800/y")
        .map(end -> "/parigot/app/" + end);
  }

  @ParameterizedTest
  @MethodSource({
    "traversal",
    "outside",
    "shellCharacters",
    "controlCharacters",
    "hyphens",
    "tooDeep",
    "tooLong",
    "halfCharacters"
  })
  void isRefusedByEveryMethod(String path) throws Exception {
    for (Call call :
        List.<Call>of(
            () -> files.create(path, "x"),
            () -> files.open(path),
            () -> files.delete(path),
            () -> files.stat(path))) {
      assertThatThrownBy(call::make)
          .isInstanceOfSatisfying(
              ServiceError.class,
              error -> assertThat(error.number()).isEqualTo(FileErr.InvalidPathError_VALUE));
    }
    assertNothingBut("@parigot", "@parigot/lock");
  }

  private interface Call {
    Object make() throws ServiceError;
  }

  static Stream<String> odd() {
    return Stream.of(
        // Look like dots, slashes, or nothing, and are none of it.
        "\uff0e\uff0e",
        "\u2024\u2024",
        "\u2215x",
        "\u2044etc",
        "\uff0fetc",
        "\u200b",
        "\u202etxt",
        "\ufeffx",
        "\u00a0",
        "\u2028",
        // Mean something to file systems, archives, URLs or us.
        "%2e%2e",
        "%2e%2e%2fetc",
        "%00",
        "%",
        "%4",
        "%zz",
        "@parigot",
        "@parigot/lock",
        "~",
        "~root",
        "CON",
        "NUL",
        "aux.txt",
        "x:stream",
        "x ",
        " x",
        ".hidden",
        "x.",
        "x-",
        "[x]",
        "{x}",
        "(x)",
        "#x",
        "!x",
        "x".repeat(255),
        "\u00e9".repeat(42));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void isOddButAnOrdinaryFile(String end) throws Exception {
    String path = "/parigot/app/" + end;
    CreateResponse created = files.create(path, "content");
    assertThat(created.getPath()).isEqualTo(path);
    files.close(created.getId());
    assertThat(files.content(path)).asString().isEqualTo("content");
    try (Stream<Path> all = Files.walk(temp.resolve("a"))) {
      assertThat(
              all.filter(Files::isRegularFile)
                  .filter(file -> !file.endsWith("@parigot/lock"))
                  .filter(file -> !file.getFileName().toString().endsWith(".length")))
          .singleElement()
          .satisfies(file -> assertThat(file.startsWith(temp.resolve("a/b/root"))).isTrue());
    }
    files.delete(path);
    assertNothingBut("@parigot", "@parigot/lock");
  }

  @ParameterizedTest
  @CsvSource({
    "/parigot/app//x, /parigot/app/x",
    "/parigot/app/x/, /parigot/app/x",
    "/parigot/app///x//y///, /parigot/app/x/y"
  })
  void answersCarryTheCleanPath(String path, String clean) throws Exception {
    assertThat(files.create(path, "").getPath()).isEqualTo(clean);
    assertThat(files.stat(clean).getPath()).isEqualTo(clean);
  }

  @Test
  void nineteenNamesAreNotTooMany() throws Exception {
    files.create("/parigot/app/" + "a/".repeat(16) + "b", "");
  }

  private void assertNothingBut(String... names) throws Exception {
    Path root = temp.resolve("a/b/root");
    try (Stream<Path> all = Files.walk(temp)) {
      assertThat(
              all.filter(path -> !root.startsWith(path))
                  .map(path -> root.relativize(path).toString())
                  .sorted())
          .containsExactlyElementsOf(new TreeSet<>(List.of(names)));
    }
  }
}
