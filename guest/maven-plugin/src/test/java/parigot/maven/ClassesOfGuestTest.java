package parigot.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassesOfGuestTest {
  @TempDir Path folder;

  @Test
  void whoReadsTheSameJarIsNotCutOffWhenAnotherGuestIsCompiled() throws Exception {
    Path library = folder.resolve("library.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(library))) {
      jar.putNextEntry(new ZipEntry("zones.txt"));
      jar.write("Europe/Paris".getBytes(UTF_8));
    }
    URL[] urls = {library.toUri().toURL()};
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    try (ClassesOfGuest one = new ClassesOfGuest(urls, parent, "shop.Open")) {
      InputStream reading;
      try (ClassesOfGuest other = new ClassesOfGuest(urls, parent, "shop.Shut");
          InputStream done = other.getResourceAsStream("zones.txt")) {
        reading = one.getResourceAsStream("zones.txt");
        assertThat(done.readAllBytes()).isNotEmpty();
      }
      try (reading) {
        assertThat(new String(reading.readAllBytes(), UTF_8)).isEqualTo("Europe/Paris");
      }
    }
  }
}
