package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.FileOptions;
import org.junit.jupiter.api.Test;

class HostPackagesTest {
  private static FileOptions moved(FileDescriptorProto file) {
    return HostPackages.of(FileDescriptorSet.newBuilder().addFile(file).build())
        .getFile(0)
        .getOptions();
  }

  private static FileDescriptorProto.Builder file(String packageName) {
    return FileDescriptorProto.newBuilder().setPackage(packageName);
  }

  private static FileOptions.Builder javaPackage(String name) {
    return FileOptions.newBuilder().setJavaPackage(name);
  }

  @Test
  void aFileWithoutAJavaPackageGoesBelowItsPackage() {
    FileOptions options = moved(file("greeting.v1").build());
    assertThat(options.getJavaPackage()).isEqualTo("greeting.v1.host");
    assertThat(options.getJavaMultipleFiles()).isTrue();
  }

  @Test
  void aFileWithAJavaPackageGoesBelowThat() {
    assertThat(moved(file("a").setOptions(javaPackage("org.a")).build()).getJavaPackage())
        .isEqualTo("org.a.host");
  }

  @Test
  void aFileThatSaysHostStays() {
    assertThat(moved(file("a").setOptions(javaPackage("a.host")).build()).getJavaPackage())
        .isEqualTo("a.host");
  }

  @Test
  void theWellKnownTypesStayProtobufJavas() {
    FileDescriptorProto any =
        file("google.protobuf").setOptions(javaPackage("com.google.protobuf")).build();
    assertThat(moved(any)).isEqualTo(any.getOptions());
  }
}
