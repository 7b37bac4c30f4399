package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private static final List<String> SETTINGS = List.of("shop.Open");

  @TempDir Path folder;
  private Path module;
  private Path library;
  private Path compiler;
  private ClassPath classPath;

  @BeforeEach
  void aModuleThatWasJustCompiled() throws Exception {
    Path own = Files.createDirectories(folder.resolve("classes"));
    Files.writeString(own.resolve("Open.class"), "one");
    library = Files.writeString(folder.resolve("library.jar"), "one");
    compiler = Files.writeString(folder.resolve("compiler.jar"), "one");
    classPath = new ClassPath(own, List.of(library), List.of());
    module = Files.writeString(folder.resolve("open.wasm"), "module");
    now(SETTINGS).keepFor(module);
  }

  private Fingerprint now(List<String> settings) throws IOException {
    return Fingerprint.of(compiler, classPath, settings);
  }

  @Test
  void theSameOfTheSameIsKnown() throws Exception {
    assertThat(now(SETTINGS).isThatOf(module)).isTrue();
  }

  @Test
  void aChangedClassIsAnother() throws Exception {
    Files.writeString(classPath.own().resolve("Open.class"), "two");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }

  @Test
  void aFurtherClassIsAnother() throws Exception {
    Files.writeString(classPath.own().resolve("Shut.class"), "one");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }

  @Test
  void aChangedLibraryIsAnother() throws Exception {
    Files.writeString(library, "two");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }

  @Test
  void aChangedCompilerIsAnother() throws Exception {
    Files.writeString(compiler, "two");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }

  @Test
  void anotherSettingIsAnother() throws Exception {
    assertThat(now(List.of("shop.Shut")).isThatOf(module)).isFalse();
  }

  @Test
  void aModuleThatIsGoneIsCompiledAgain() throws Exception {
    Files.delete(module);
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }
}
