package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

  /** What is said when something of the file is otherwise. */
  private static String refused(Consumer<FileDescriptorProto.Builder> change) throws IOException {
    CodeGeneratorRequest.Builder request =
        new Requests().of("shop/v1/shop.proto").toBuilder().setParameter("plugins");
    change.accept(request.getProtoFileBuilder(request.getProtoFileCount() - 1));
    CodeGeneratorResponse response = Generator.generate(request.build(), warning -> {});
    assertThat(response.getFileList()).isEmpty();
    return response.getError();
  }

  @Test
  void protobufsClassesAreInAPackageAndInFilesOfTheirOwn() throws IOException {
    assertThat(refused(file -> file.getOptionsBuilder().clearJavaPackage()))
        .isEqualTo(
            "shop/v1/shop.proto:4:1: Plugins use the classes of protobuf-java, in a package apart"
                + " from those of guests: write `option java_package = \"shop.v1.host\";`.");
    assertThat(refused(file -> file.getOptionsBuilder().clearJavaMultipleFiles()))
        .isEqualTo(
            "shop/v1/shop.proto:10:1: Plugins use the classes of protobuf-java, each in a file of"
                + " its own: write `option java_multiple_files = true;`.");
  }

  @Test
  void aMessageThatIsAWordOfJavaIsRefused() throws IOException {
    assertThat(
            refused(
                file -> {
                  file.getMessageTypeBuilder(0).setName("record");
                  file.getServiceBuilder(0).getMethodBuilder(0).setInputType(".shop.v1.record");
                }))
        .isEqualTo(
            "shop/v1/shop.proto:15:3: Plugins use the classes of protobuf-java, which has none for the"
                + " message \"shop.v1.record\": give it another name.");
  }

  @Test
  void aFileOfTheInterfacesNameKeepsIt() throws IOException {
    CodeGeneratorRequest.Builder request =
        new Requests().of("shop/v1/shop.proto").toBuilder().setParameter("plugins");
    request
        .getProtoFileBuilder(request.getProtoFileCount() - 1)
        .getOptionsBuilder()
        .setJavaOuterClassname("ShopPlugin");
    assertThat(Generator.generate(request.build(), warning -> {}).getFileList())
        .extracting(CodeGeneratorResponse.File::getName)
        .containsExactly("shop/v1/host/ShopPlugin_.java");
  }

  @Test
  void servicesThatShareAFunctionOfTheHostAreWarnedOf() throws IOException {
    assertThat(warnings("shared/a/stock/v1/stock.proto")).isEmpty();
    assertThat(warnings("shared/b/stock/v1/more.proto"))
        .containsExactly(
            "shared/b/stock/v1/more.proto:10:1: The host's functions of \"More\" are in the module"
                + " stock, and so are those of \"shared.a.stock.v1.Stock\" in"
                + " shared/a/stock/v1/stock.proto, so two plugins cannot serve them: write a package"
                + " whose last part that is no version is another.");
    assertThat(warnings("shared/c/two.proto"))
        .containsExactly(
            "shared/c/two.proto:9:1: \"Two\" and \"One\" in shared/c/one.proto both call the host's"
                + " function c.get_, so no plugin can serve both: write `option"
                + " (protosupport.v1.host_func_name)` in a method of one, or put both services into"
                + " one file.");
  }

  private static List<String> warnings(String proto) throws IOException {
    List<String> warnings = new ArrayList<>();
    CodeGeneratorRequest request =
        new Requests().of(proto).toBuilder().setParameter("plugins").build();
    assertThat(Generator.generate(request, warnings::add).getError()).isEmpty();
    return warnings;
  }

  @Test
  void whatTheHostCallsAServiceByIsAClassAndNothingElse() throws IOException {
    CodeGeneratorResponse response = generated("clients");
    assertThat(response.getError()).isEmpty();
    assertThat(response.getFileList())
        .extracting(CodeGeneratorResponse.File::getName)
        .containsExactly("shop/v1/host/ShopClient.java");
    Path golden = Path.of("src/test/golden-clients/shop/v1/host/ShopClient.java");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, response.getFile(0).getContent());
    }
    assertThat(response.getFile(0).getContent()).isEqualTo(Files.readString(golden));
  }

  @Test
  void anotherOptionIsAMistake() throws IOException {
    assertThat(generated("plugin").getError())
        .isEqualTo(
            "protoc-gen-parigot knows the options \"plugins\" and \"clients\" alone, and not"
                + " \"plugin\".");
  }
}
