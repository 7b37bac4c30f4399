package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import file.v1.host.FileOuterClass;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.settings.SettingsException;
import parigot.wasm.CustomSections;
import parigot.wasm.GuestShape;

/** What is known of the services of guests: of their modules, or of files beside them. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class DescriptorsTest {
  private static final ByteString SET =
      FileDescriptorSet.newBuilder()
          .addFile(FileOuterClass.getDescriptor().toProto())
          .build()
          .toByteString();

  @TempDir Path folder;

  private TestApplication described(String setting) {
    return TestApplication.with().service("a", GuestShape.REACTOR, "Echo echo").set("a", setting);
  }

  private static TestApplication withModule(Path module) {
    return TestApplication.with()
        .guest("a", "server", module, "register a", "export a.v1 a", "bind Echo echo", "launch");
  }

  @Test
  void aFileBesideTheModuleDescribesItsServices() throws Exception {
    Path file = Files.write(folder.resolve("file.binpb"), SET.toByteArray());
    try (TestApplication application =
        described("descriptors = \"%s\"".formatted(file)).launched()) {
      assertThat(application.application().descriptors().get("a").services())
          .extracting(DescribedService::fullName)
          .containsExactly("file.v1.File");
    }
  }

  @Test
  void aModuleThatSaysNothingDescribesNothing() {
    try (TestApplication application = described("args = []").start()) {
      assertThat(application.application().descriptors().get("a").isEmpty()).isTrue();
    }
  }

  @Test
  void aFileThatIsNoSetIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file.binpb"), "syntax = \"proto3\";");
    try (TestApplication application = described("descriptors = \"%s\"".formatted(file))) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage("guest a: %s holds no FileDescriptorSet.".formatted(file));
    }
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    try (TestApplication application = described("descriptors = none.binpb")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("descriptors names none.binpb, and there is no such file");
    }
  }

  @Test
  void aModuleDescribesItsServicesAndRuns() throws Exception {
    Path module = folder.resolve("reactor.wasm");
    Files.write(
        module,
        CustomSections.with(
            TestApplication.module(GuestShape.REACTOR), ServiceDescriptors.SECTION, SET));
    try (TestApplication application = withModule(module).launched()) {
      assertThat(application.application().descriptors().get("a").services()).hasSize(1);
      assertThat(application.echo("a", "Echo", "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aModuleWhoseSectionIsBrokenRunsAndTheLogSaysSo() throws Exception {
    Path module = folder.resolve("reactor.wasm");
    Files.write(
        module,
        CustomSections.with(
            TestApplication.module(GuestShape.REACTOR),
            ServiceDescriptors.SECTION,
            ByteString.copyFromUtf8("no descriptors")));
    try (TestApplication application = withModule(module).launched()) {
      assertThat(application.application().descriptors().get("a").isEmpty()).isTrue();
      assertThat(application.log().lines())
          .anyMatch(
              line -> line.contains("its section parigot.descriptors holds no FileDescriptorSet"));
    }
  }
}
