package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The interface that a native plugin implements, as it was reviewed. */
class PluginInterfaceTest {
  private static final Path GOLDEN = Path.of("src/test/golden-plugins");

  private static CodeGeneratorResponse generated(String option) throws IOException {
    CodeGeneratorRequest request = new Requests().of("shop/v1/shop.proto");
    return Generator.generate(request.toBuilder().setParameter(option).build(), warning -> {});
  }

  @Test
  void ofAServiceThereIsAnInterfaceAndNothingElse() throws IOException {
    CodeGeneratorResponse response = generated("plugins");
    assertThat(response.getError()).isEmpty();
    assertThat(response.getFileList())
        .extracting(CodeGeneratorResponse.File::getName)
        .containsExactly("shop/v1/host/ShopPlugin.java");
    Path golden = GOLDEN.resolve("shop/v1/host/ShopPlugin.java");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, response.getFile(0).getContent());
    }
    assertThat(response.getFile(0).getContent()).isEqualTo(Files.readString(golden));
  }

  @Test
  void anotherOptionIsAMistake() throws IOException {
    assertThat(generated("plugin").getError())
        .isEqualTo("protoc-gen-parigot knows the option \"plugins\" alone, and not \"plugin\".");
  }
}
