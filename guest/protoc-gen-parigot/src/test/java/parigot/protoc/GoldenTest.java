package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The code that is generated from shop.proto, as it was reviewed. After a change that is meant,
 * {@code mvn test -Dgolden.write=true} writes it anew, to be reviewed again.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/golden");

  @Test
  void theGeneratedCodeIsTheOneThatWasReviewed() throws IOException {
    CodeGeneratorResponse response =
        Generator.generate(new Requests().of("shop/v1/shop.proto"), warning -> fail(warning));

    assertThat(response.getError()).isEmpty();
    for (CodeGeneratorResponse.File file : response.getFileList()) {
      Path golden = GOLDEN.resolve(file.getName());
      if (Boolean.getBoolean("golden.write")) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, file.getContent());
      }
      assertThat(file.getContent()).as(file.getName()).isEqualTo(Files.readString(golden));
    }
    List<String> names =
        response.getFileList().stream().map(CodeGeneratorResponse.File::getName).sorted().toList();
    assertThat(names).isEqualTo(goldenFiles());
  }

  private static List<String> goldenFiles() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> GOLDEN.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
