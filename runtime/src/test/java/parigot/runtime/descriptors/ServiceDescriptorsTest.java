package parigot.runtime.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import file.v1.host.FileOuterClass;
import file.v1.host.OpenRequest;
import file.v1.host.OpenResponse;
import httpconnector.v1.host.Httpconnector;
import java.util.List;
import org.junit.jupiter.api.Test;
import parigot.kernel.ServiceName;
import protosupport.v1.host.IdRaw;
import protosupport.v1.host.Protosupport;
import syscall.v1.host.KernelErr;

/** Services as the .proto files of the contract describe them. */
class ServiceDescriptorsTest {
  private static final ServiceName FILE = new ServiceName("file.v1", "file");

  private static ByteString set(FileDescriptor... files) {
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    for (FileDescriptor file : files) {
      set.addFile(file.toProto());
    }
    return set.build().toByteString();
  }

  private static DescribedService file() throws DescriptorsException {
    return ServiceDescriptors.of(set(FileOuterClass.getDescriptor())).service(FILE).orElseThrow();
  }

  @Test
  void aServiceHasTheNameThatGuestsExportItBy() throws Exception {
    DescribedService file = file();

    assertThat(file.name()).isEqualTo(FILE);
    assertThat(file.fullName()).isEqualTo("file.v1.File");
    assertThat(file.methods()).extracting(DescribedMethod::name).contains("Open", "LoadTestData");
    assertThat(file.method("Open")).isPresent();
    assertThat(file.method("open")).isEmpty();
  }

  @Test
  void filesThatEveryHostKnowsNeedNotBeThere() throws Exception {
    ServiceDescriptors described = ServiceDescriptors.of(set(FileOuterClass.getDescriptor()));

    assertThat(described.files())
        .extracting(FileDescriptor::getName)
        .containsExactly("file/v1/file.proto");
    assertThat(FileOuterClass.getDescriptor().getDependencies())
        .contains(Protosupport.getDescriptor());
  }

  @Test
  void filesMayStandInAnyOrder() throws Exception {
    FileDescriptor connector = Httpconnector.getDescriptor();
    FileDescriptor http =
        connector.getDependencies().stream()
            .filter(file -> file.getName().equals("http/v1/http.proto"))
            .findFirst()
            .orElseThrow();

    assertThat(ServiceDescriptors.of(set(connector, http)).files())
        .extracting(FileDescriptor::getName)
        .containsExactly("http/v1/http.proto", "httpconnector/v1/httpconnector.proto");
  }

  @Test
  void theErrorsOfAServiceHaveNames() throws Exception {
    assertThat(file().errors().orElseThrow().getFullName()).isEqualTo("file.v1.FileErr");
    assertThat(file().error(1).orElseThrow().getName()).isEqualTo("DispatchError");
    assertThat(file().error(200)).isEmpty();
  }

  @Test
  void aRequestIsMadeOfJsonAndAResponseBecomesJson() throws Exception {
    DescribedMethod open = file().method("Open").orElseThrow();

    Any request = open.request("{\"path\": \"/parigot/app/a\"}").orElseThrow();
    assertThat(request.unpack(OpenRequest.class).getPath()).isEqualTo("/parigot/app/a");

    OpenResponse answered = OpenResponse.newBuilder().setId(IdRaw.newBuilder().setLow(7)).build();
    assertThat(open.json(Any.pack(answered))).contains("\"low\": \"7\"");
    assertThat(open.json(Any.getDefaultInstance())).isEqualTo("{\n}");
  }

  @Test
  void jsonThatIsNoSuchRequestIsRefusedWithAReason() throws Exception {
    DescribedMethod open = file().method("Open").orElseThrow();

    assertThatThrownBy(() -> open.request("{\"paht\": 1}"))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("paht");
  }

  @Test
  void aRequestWithoutFieldsIsNotSent() throws Exception {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("t.proto")
            .setPackage("t.v1")
            .setSyntax("proto3")
            .addMessageType(DescriptorProto.newBuilder().setName("Nothing"))
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("NutsDB")
                    .addMethod(
                        MethodDescriptorProto.newBuilder()
                            .setName("Do")
                            .setInputType(".t.v1.Nothing")
                            .setOutputType(".t.v1.Nothing")))
            .build();
    DescribedService service =
        ServiceDescriptors.of(FileDescriptorSet.newBuilder().addFile(file).build().toByteString())
            .services()
            .get(0);

    assertThat(service.name()).hasToString("t.v1.nuts_db");
    assertThat(service.errors()).isEmpty();
    assertThat(service.method("Do").orElseThrow().request("{}")).isEmpty();
    assertThat(service.method("Do").orElseThrow().request(ByteString.EMPTY)).isEmpty();
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> ServiceDescriptors.of(set(Httpconnector.getDescriptor())))
        .isInstanceOf(DescriptorsException.class)
        .hasMessage(
            "does not hold http/v1/http.proto, which httpconnector/v1/httpconnector.proto imports;"
                + " protoc puts it in with --include_imports");
  }

  @Test
  void whatIsNoSetIsRefused() {
    assertThatThrownBy(() -> ServiceDescriptors.of(ByteString.copyFromUtf8("syntax = proto3")))
        .isInstanceOf(DescriptorsException.class)
        .hasMessage("holds no FileDescriptorSet");
  }

  @Test
  void filesThatImportEachOtherAreRefused() {
    FileDescriptorSet ring =
        FileDescriptorSet.newBuilder()
            .addAllFile(List.of(importing("a.proto", "b.proto"), importing("b.proto", "a.proto")))
            .build();
    assertThatThrownBy(() -> ServiceDescriptors.of(ring.toByteString()))
        .isInstanceOf(DescriptorsException.class)
        .hasMessage("holds a.proto, which imports itself");
  }

  @Test
  void twoFilesOfOneNameAreRefused() {
    FileDescriptorProto first = FileOuterClass.getDescriptor().toProto();
    FileDescriptorProto second = first.toBuilder().setPackage("other").build();
    FileDescriptorSet both = FileDescriptorSet.newBuilder().addFile(first).addFile(second).build();
    assertThatThrownBy(() -> ServiceDescriptors.of(both.toByteString()))
        .isInstanceOf(DescriptorsException.class)
        .hasMessage("holds two different files file/v1/file.proto");
  }

  @Test
  void aTypeThatIsMissingIsNamed() {
    FileDescriptorProto broken =
        KernelErr.getDescriptor().getFile().toProto().toBuilder()
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("S")
                    .addMethod(
                        MethodDescriptorProto.newBuilder()
                            .setName("M")
                            .setInputType(".none.None")
                            .setOutputType(".none.None")))
            .build();
    FileDescriptorSet set = FileDescriptorSet.newBuilder().addFile(broken).build();
    assertThatThrownBy(() -> ServiceDescriptors.of(set.toByteString()))
        .isInstanceOf(DescriptorsException.class)
        .hasMessageContaining("holds syscall/v1/kernel_err.proto, which is wrong: ")
        .hasMessageContaining("none.None");
  }

  private static FileDescriptorProto importing(String name, String imported) {
    return FileDescriptorProto.newBuilder()
        .setName(name)
        .setSyntax("proto3")
        .addDependency(imported)
        .build();
  }
}
