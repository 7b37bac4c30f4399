package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.FileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that generate from the .proto files of their dependencies. */
class ContractsTest {
  @TempDir Path folder;

  private Contracts.Dependency jar(String name, boolean forMain, String... entries)
      throws IOException {
    Path jar = folder.resolve(name + ".jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
      }
    }
    return new Contracts.Dependency("shop:" + name, jar, forMain);
  }

  private static FileDescriptorSet described(String name, String javaPackage, String... messages) {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName(name)
            .setOptions(FileOptions.newBuilder().setJavaPackage(javaPackage));
    for (String message : messages) {
      file.addMessageType(DescriptorProto.newBuilder().setName(message));
    }
    return FileDescriptorSet.newBuilder().addFile(file).build();
  }

  @Test
  void onlyThoseDependenciesThatAreNamedAreGeneratedFrom() throws Exception {
    Contracts.Dependency shop = jar("shop", true, "shop/v1/shop.proto", "META-INF/a.txt");
    Contracts.Dependency other = jar("other", true, "other/v1/other.proto");
    Path classes = Files.createDirectories(folder.resolve("classes/till/v1"));
    Files.createFile(classes.resolve("till.proto"));
    Contracts.Dependency till =
        new Contracts.Dependency("shop:till", folder.resolve("classes"), true);

    Contracts contracts =
        new Contracts(List.of("shop:shop", "shop:till"), List.of(shop, other, till));

    assertThat(contracts.files()).containsExactly("shop/v1/shop.proto", "till/v1/till.proto");
  }

  @Test
  void aContractThatIsNoDependencyIsNamedWithThoseThatAre() throws Exception {
    List<Contracts.Dependency> there = List.of(jar("shop", true, "shop/v1/shop.proto"));

    assertThatThrownBy(() -> new Contracts(List.of("shop:shpo"), there))
        .isInstanceOf(ProtobufException.class)
        .hasMessage(
            "contracts names shop:shpo, which is no dependency of this project; GROUP:ARTIFACT of"
                + " one was expected: shop:shop");
  }

  @Test
  void aContractWithoutProtoFilesIsNamed() throws Exception {
    List<Contracts.Dependency> there = List.of(jar("shop", true, "shop/Shop.class"));

    assertThatThrownBy(() -> new Contracts(List.of("shop:shop"), there))
        .isInstanceOf(ProtobufException.class)
        .hasMessage(
            "contracts names shop:shop, and there is no .proto file in it: "
                + folder.resolve("shop.jar"));
  }

  @Test
  void classesThatTheContractHasAreNotMadeAgain() throws Exception {
    Contracts contracts =
        new Contracts(
            List.of("shop:shop"), List.of(jar("shop", true, "a.proto", "shop/v1/Shop.class")));
    Map<String, String> sources =
        Map.of("shop/v1/Shop.java", "there", "shop/v1/host/ShopClient.java", "new");

    assertThat(contracts.missing(sources, true)).containsOnlyKeys("shop/v1/host/ShopClient.java");
  }

  @Test
  void aFileIsGeneratedFromUnlessAllItsMessagesAreThere() throws Exception {
    Contracts contracts =
        new Contracts(
            List.of("shop:shop"),
            List.of(jar("shop", true, "shop.proto", "shop/v1/host/Cart.class")));
    List<String> names = List.of("shop.proto");

    assertThat(contracts.missing(described("shop.proto", "shop.v1.host", "Cart"), names, true))
        .isEmpty();
    assertThat(
            contracts.missing(described("shop.proto", "shop.v1.host", "Cart", "Line"), names, true))
        .containsExactly("shop.proto");
    assertThat(contracts.missing(described("shop.proto", "shop.v1.host"), names, true))
        .containsExactly("shop.proto");
  }

  /** The project's own code does not see them. */
  @Test
  void classesOfADependencyOfTheTestsServeTheTestsAlone() throws Exception {
    Contracts contracts =
        new Contracts(
            List.of("shop:shop"), List.of(jar("shop", false, "a.proto", "shop/v1/Shop.class")));
    Map<String, String> sources = Map.of("shop/v1/Shop.java", "");

    assertThat(contracts.missing(sources, false)).isEmpty();
    assertThat(contracts.missing(sources, true)).isEqualTo(sources);
  }

  @Test
  void whoUsesTheHostsClassesIsOneOfThree() throws Exception {
    assertThat(HostClasses.of("main")).isEqualTo(HostClasses.MAIN);
    assertThatThrownBy(() -> HostClasses.of("Main"))
        .isInstanceOf(ProtobufException.class)
        .hasMessage("hostClasses is \"Main\", and must be test, main or none");
  }
}
