package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    List<String> expected =
        Files.readString(PROTOS.resolve(proto))
            .lines()
            .takeWhile(line -> line.startsWith("// "))
            .map(line -> line.substring(3))
            .map(line -> proto + (Character.isDigit(line.charAt(0)) ? ":" : ": ") + line)
            .toList();

    CodeGeneratorResponse response = Generator.generate(new Requests().of(proto));

    assertThat(response.getError().lines()).containsExactlyElementsOf(expected);
    assertThat(response.getFileList().isEmpty()).isEqualTo(!expected.isEmpty());
  }
}
