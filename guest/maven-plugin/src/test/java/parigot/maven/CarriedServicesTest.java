package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TimestampProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.CustomSections;

/** A guest's module tells of the services that the guest reaches, and of no others. */
class CarriedServicesTest {
  private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

  @TempDir Path folder;

  private static FileDescriptorProto file(String name, String service, String... imports) {
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder()
            .setName(name + "/v1/" + name + ".proto")
            .setPackage(name + ".v1")
            .setSyntax("proto3")
            .setSourceCodeInfo(
                SourceCodeInfo.newBuilder()
                    .addLocation(SourceCodeInfo.Location.newBuilder().setLeadingComments("told")))
            .addMessageType(DescriptorProto.newBuilder().setName("Thing"))
            .addAllDependency(List.of(imports));
    if (!service.isEmpty()) {
      file.addService(ServiceDescriptorProto.newBuilder().setName(service));
    }
    return file.build();
  }

  private static final CarriedServices SERVICES =
      new CarriedServices(
          FileDescriptorSet.newBuilder()
              .addFile(TimestampProto.getDescriptor().toProto())
              .addFile(file("money", "", "google/protobuf/timestamp.proto"))
              .addFile(file("shop", "Shop", "money/v1/money.proto"))
              .addFile(file("stock", "Stock"))
              .build());

  private static List<String> carried(String... reached) {
    return SERVICES.of(List.of(reached)).getFileList().stream()
        .map(FileDescriptorProto::getName)
        .toList();
  }

  @Test
  void theFilesOfAServiceAndWhatTheyImportAreCarriedButForWhatEveryHostKnows() {
    assertThat(carried("java/lang/Object.class", "shop/v1/Shop.class"))
        .containsExactly("money/v1/money.proto", "shop/v1/shop.proto");
  }

  @Test
  void aServiceThatIsNotReachedIsNotCarried() {
    assertThat(carried("stock/v1/Thing.class")).isEmpty();
  }

  @Test
  void commentsAreNotCarried() {
    assertThat(SERVICES.of(List.of("stock/v1/Stock.class")).getFile(0).hasSourceCodeInfo())
        .isFalse();
  }

  @Test
  void aModuleThatTellsTheSameAlreadyIsNotTouched() throws Exception {
    Path module = Files.write(folder.resolve("shop.wasm"), EMPTY_MODULE);
    SERVICES.putInto(module, List.of("shop/v1/Shop.class"));
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(module, longAgo);

    SERVICES.putInto(module, List.of("shop/v1/Shop.class"));

    assertThat(Files.getLastModifiedTime(module)).isEqualTo(longAgo);
    ByteString section = CustomSections.in(module, CarriedServices.SECTION);
    assertThat(
            FileDescriptorSet.parseFrom(section, ExtensionRegistry.getEmptyRegistry())
                .getFileList())
        .extracting(FileDescriptorProto::getName)
        .containsExactly("money/v1/money.proto", "shop/v1/shop.proto");
  }

  @Test
  void aModuleOfAGuestWithoutServicesStaysAsItIs() throws Exception {
    Path module = Files.write(folder.resolve("alone.wasm"), EMPTY_MODULE);
    SERVICES.putInto(module, List.of());
    assertThat(Files.readAllBytes(module)).isEqualTo(EMPTY_MODULE);
  }
}
