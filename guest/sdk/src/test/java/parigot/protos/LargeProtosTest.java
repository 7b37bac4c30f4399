package parigot.protos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is large in a .proto is split where Java has limits, or refused with a sentence. */
@Tag("once")
class LargeProtosTest {
  private static final int MANY = 2000;
  private static final String ERRORS =
      """
      enum Err {
        option (protosupport.v1.parigot_error) = true;
        NoError = 0;
        DispatchError = 1;
        UnmarshalError = 2;
        MarshalError = 3;
      }
      """;

  @TempDir Path folder;

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n"));
  }

  private static String message(int count, IntFunction<String> field) {
    return "enum Kind { ZERO = 0; ONE = 1; }\nmessage Many {\n" + lines(count, field) + "\n}\n";
  }

  private Trial tried(String text)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = new Trial(new Protoc(folder));
    trial.run(
        List.of(
            List.of(
                new ProtoFile("large.proto", "syntax = \"proto3\";\npackage large.v1;\n" + text))));
    return trial;
  }

  private void works(String text)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = tried(text);
    assertThat(trial.accepted()).as(trial.figures()).isEqualTo(1);
  }

  private void isRefused(String text, String sentence)
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = tried(text);
    assertThat(trial.accepted()).isZero();
    assertThat(trial.figures()).contains(sentence);
  }

  @Test
  void aMessageHasTwoThousandTexts()
      throws IOException, InterruptedException, ReflectiveOperationException {
    works(message(MANY, i -> "string text_%d = %d;".formatted(i, i)));
  }

  @Test
  void aMessageHasManyFieldsOfAllKinds()
      throws IOException, InterruptedException, ReflectiveOperationException {
    List<String> kinds =
        List.of(
            "string",
            "optional int64",
            "repeated bytes",
            "repeated Kind",
            "map<string, Many>",
            "map<int32, Kind>",
            "Many",
            "double",
            "optional Kind",
            "fixed64");
    works(
        message(
            600,
            i ->
                "%s field_%d = %d;"
                    .formatted(kinds.get(i % kinds.size()), i, i < 300 ? i : 536_870_000 + i)));
  }

  @Test
  void aOneofHasTwoThousandMembers()
      throws IOException, InterruptedException, ReflectiveOperationException {
    works(
        "message Many {\noneof one {\n"
            + lines(MANY, i -> "string text_%d = %d;".formatted(i, i))
            + "\n}\n}\n");
  }

  @Test
  void anEnumHasFiveThousandConstants()
      throws IOException, InterruptedException, ReflectiveOperationException {
    works(
        "enum Large {\noption allow_alias = true;\nZERO = 0;\nNULL = 0;\n"
            + lines(5000, i -> "VALUE_%d = %d;".formatted(i, i % 3 == 0 ? -i : i * 7))
            + "\n}\nmessage User {\n  enum Inner {\nI = 0;\n"
            + lines(5000, i -> "INNER_%d = %d;".formatted(i, i))
            + "\n}\nInner inner = 1;\nrepeated Large large = 2;\nmap<int32, Inner> map = 3;\n"
            + "optional Inner maybe = 4;\noneof one {\nLarge some = 5;\n}\n}\n");
  }

  @Test
  void aServiceHasFiveHundredMethods()
      throws IOException, InterruptedException, ReflectiveOperationException {
    works(
        "import \"protosupport/v1/protosupport.proto\";\n"
            + ERRORS
            + "message Some { string text = 1; }\nmessage None {}\nservice Large {\n"
            + lines(
                500,
                i ->
                    "rpc Method%d(%s) returns (%s);"
                        .formatted(i, i % 2 == 0 ? "Some" : "None", i % 3 == 0 ? "Some" : "None"))
            + "\n}\n");
  }

  @Test
  void messagesAreAsDeepAsProtocLetsThem()
      throws IOException, InterruptedException, ReflectiveOperationException {
    works(
        lines(31, i -> "message M%d {\nM%d deep = 1;\noneof o { int32 x = 2; }".formatted(i, i))
            + "}".repeat(31));
  }

  @Test
  void namesAreAsLongAsThoseOfFilesMayBe()
      throws IOException, InterruptedException, ReflectiveOperationException {
    String name = "x".repeat(230);
    String text =
        """
        import "protosupport/v1/protosupport.proto";
        message M%1$s {
          string f%1$s%2$s = 1;
          oneof o%1$s { E%1$s a%1$s = 2; M%1$s b%1$s = 3; }
        }
        enum E%1$s { C%1$s%2$s = 0; }
        service S%1$s { rpc R%1$s%2$s(M%1$s) returns (M%1$s); }
        """;
    isRefused(
        text.formatted(name, "y".repeat(20)) + ERRORS,
        "letters, and … is the most: give it, or what it is in, a shorter name");
    works(text.replace("oneof o%1$s", "oneof o").formatted(name, "y".repeat(20)) + ERRORS);
  }

  @Test
  void whatIsTooLargeForJavaIsRefused()
      throws IOException, InterruptedException, ReflectiveOperationException {
    isRefused(
        message(9000, i -> "string text_%d = %d;".formatted(i, i)),
        "more fields and types than a class of Java has room for");
    isRefused(
        "message Many {\noneof one {\n"
            + lines(4000, i -> "string text_%d = %d;".formatted(i, i))
            + "\n}\n}\n",
        "make several oneofs of it");
    isRefused(
        "import \"protosupport/v1/protosupport.proto\";\n"
            + ERRORS
            + "message None {}\nservice Large {\n"
            + lines(3000, "rpc Method%d(None) returns (None);"::formatted)
            + "\n}\n",
        "make several services of it");
  }
}
