package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules that lie in jars. */
@Timeout(30)
class PackagedModulesTest {
  @TempDir Path temporary;
  private ConfigFolder folder;
  private Path jar;

  @BeforeEach
  void aJarWithAModule() throws IOException {
    folder = new ConfigFolder(temporary);
    jar = temporary.resolve("some shop.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/parigot/guests/shop.wasm"));
      zip.write("the module".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("secret.wasm"));
      zip.closeEntry();
    }
    folder.write("app.conf", "parigot.guests.a.wasm = shop.wasm\n");
  }

  private Path loaded() {
    return folder.load("app.conf").guests().get(0).wasm();
  }

  private interface Action {
    void run() throws Exception;
  }

  private void withTheJarOnTheClassPath(Action action) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader with = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(with);
      action.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aModuleIsFoundOnTheClassPath() throws Exception {
    withTheJarOnTheClassPath(() -> assertThat(loaded()).hasContent("the module"));
  }

  @Test
  void aModuleIsFoundInAJarOfTheSearchPath() {
    folder.write(
        "app.conf",
        """
        parigot.search-path = ["some shop.jar"]
        parigot.guests.a.wasm = shop.wasm
        """);

    assertThat(loaded()).hasContent("the module");
    assertThat(loaded().getFileName()).hasToString("shop.wasm");
  }

  @Test
  void aFileGoesBeforeThatOfAJar() throws Exception {
    folder.write("shop.wasm", "a file");

    withTheJarOnTheClassPath(() -> assertThat(loaded()).hasContent("a file"));
  }

  @Test
  void aNameDoesNotLeadOutOfTheFolderInTheJar() throws Exception {
    folder.write("app.conf", "parigot.guests.a.wasm = \"../../../secret.wasm\"\n");

    withTheJarOnTheClassPath(
        () ->
            assertThat(folder.complaintAbout("app.conf"))
                .contains("parigot.guests.a.wasm names ../../../secret.wasm, and there is no"));
  }

  @Test
  void whatIsNoJarIsNamed() throws Exception {
    Files.writeString(temporary.resolve("odd.jar"), "no jar");
    folder.write("app.conf", "parigot { search-path = [odd.jar], guests.a.wasm = shop.wasm }\n");

    assertThat(folder.complaintAbout("app.conf"))
        .startsWith(
            "DIR/app.conf:1: parigot.guests.a.wasm names shop.wasm, and a jar cannot be read in"
                + " which that may be: ");
  }
}
