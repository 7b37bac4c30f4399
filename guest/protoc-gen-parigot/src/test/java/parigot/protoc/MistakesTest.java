package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each .proto in the folder begins with what must be said of it. */
class MistakesTest {
  private static final Path PROTOS = Path.of("src/test/protobuf");

  static Stream<String> protos() throws IOException {
    try (Stream<Path> files = Files.list(PROTOS.resolve("mistakes"))) {
      return files.map(file -> PROTOS.relativize(file).toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("protos")
  void aMistakeIsReportedWithItsPlaceAndWhatToWrite(String proto) throws IOException {
    List<String> warnings = new ArrayList<>();
    List<String> expected =
        Files.readString(PROTOS.resolve(proto))
            .lines()
            .takeWhile(line -> line.startsWith("// "))
            .map(line -> line.substring(3))
            .map(line -> proto + (Character.isDigit(line.charAt(0)) ? ":" : ": ") + line)
            .toList();

    CodeGeneratorResponse response = Generator.generate(new Requests().of(proto), warnings::add);

    assertThat(response.getError().lines()).containsExactlyElementsOf(expected);
    assertThat(warnings).isEmpty();
    assertThat(response.getFileList().isEmpty()).isEqualTo(!expected.isEmpty());
  }

  @Test
  void anErrorEnumOlderThanTheRuleKeepsItsOwnErrorAtNumberThree() throws IOException {
    List<String> warnings = new ArrayList<>();

    CodeGeneratorResponse response =
        Generator.generate(new Requests().of("older/v1/older.proto"), warnings::add);

    assertThat(response.getError()).isEmpty();
    assertThat(warnings).containsExactly(older(12, 3), older(23, 7));
    assertThat(response.getFileList())
        .anySatisfy(file -> assertThat(file.getContent()).contains("NotFound(3),"));
  }

  private static String older(int line, int column) {
    return "older/v1/older.proto:"
        + line
        + ":"
        + column
        + ": Number 3 of an error enum is MarshalError or MarshalFailed"
        + " (the response could not be written) in newer files; here it stays"
        + " \"NotFound\", and what it would say is DispatchError.";
  }
}
