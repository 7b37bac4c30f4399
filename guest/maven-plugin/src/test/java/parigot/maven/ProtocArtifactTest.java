package parigot.maven;

import static com.google.protobuf.RuntimeVersion.OSS_MAJOR;
import static com.google.protobuf.RuntimeVersion.OSS_MINOR;
import static com.google.protobuf.RuntimeVersion.OSS_PATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocArtifactTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch_64",
    "Linux, ppc64le, linux-ppcle_64",
    "Linux, s390x, linux-s390_64",
    "Mac OS X, x86_64, osx-x86_64",
    "Mac OS X, aarch64, osx-aarch_64",
    "Windows 11, amd64, windows-x86_64",
  })
  void eachMachineHasItsProgram(String system, String processor, String classifier) {
    assertThat(ProtocArtifact.of(system, processor).getClassifier()).isEqualTo(classifier);
  }

  @Test
  void theVersionIsTheLibrarys() {
    assertThat(ProtocArtifact.ofThisMachine().getVersion())
        .isEqualTo("%d.%d.%d".formatted(OSS_MAJOR, OSS_MINOR, OSS_PATCH));
  }

  @Test
  void aMachineWithoutOneIsTold() {
    assertThatThrownBy(() -> ProtocArtifact.of("Plan 9", "amd64"))
        .hasMessage("there is no protoc for the system Plan 9");
  }
}
