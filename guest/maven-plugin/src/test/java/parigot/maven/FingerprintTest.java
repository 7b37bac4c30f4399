package parigot.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private static final List<String> SETTINGS = List.of("shop.Open");

  @TempDir Path folder;
  private Path own;
  private Path module;
  private Path library;
  private Path compiler;
  private ClassPath classPath;

  @BeforeEach
  void aModuleThatWasJustCompiled() throws Exception {
    own = Files.createDirectories(folder.resolve("classes"));
    Files.writeString(own.resolve("Open.class"), "one");
    Files.writeString(own.resolve("Shut.class"), "one");
    library = folder.resolve("library.jar");
    writeLibrary("one", "one");
    compiler = Files.writeString(folder.resolve("compiler.jar"), "one");
    classPath = new ClassPath(own, List.of(library), List.of());
    module = Files.writeString(folder.resolve("open.wasm"), "module");
    now(SETTINGS).keep(Set.of("Open.class", "Missing.class", "Used.class"));
  }

  private void writeLibrary(String used, String unused) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(library))) {
      jar.putNextEntry(new ZipEntry("Used.class"));
      jar.write(used.getBytes(UTF_8));
      jar.putNextEntry(new ZipEntry("Unused.class"));
      jar.write(unused.getBytes(UTF_8));
    }
  }

  private Fingerprint now(List<String> settings) throws IOException {
    return new Fingerprint(module, compiler, classPath, settings);
  }

  @Test
  void theSameOfTheSameIsKnown() throws Exception {
    assertThat(now(SETTINGS).isThatOf(module)).isTrue();
  }

  @Test
  void aChangedClassIsAnother() throws Exception {
    Files.writeString(own.resolve("Open.class"), "two");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }

  @Test
  void aClassThatTheGuestDoesNotReachIsNoneOfItsOwn() throws Exception {
    Files.writeString(own.resolve("Shut.class"), "two");
    writeLibrary("one", "two");
    assertThat(now(SETTINGS).isThatOf(module)).isTrue();
  }

  @Test
  void aClassThatWasMissedAndHasComeIsAnother() throws Exception {
    Files.writeString(own.resolve("Missing.class"), "one");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }

  @Test
  void aChangedClassOfALibraryIsAnother() throws Exception {
    writeLibrary("two", "one");
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

  @Test
  void whatAnOlderBuildKeptIsNotBelieved() throws Exception {
    Files.writeString(folder.resolve(".open.wasm.made-of"), "abcdef");
    assertThat(now(SETTINGS).isThatOf(module)).isFalse();
  }
}
