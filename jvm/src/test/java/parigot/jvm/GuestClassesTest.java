package parigot.jvm;

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

class GuestClassesTest {
  @TempDir Path folder;

  @Test
  void aGuestReadsItsJarThoughAnotherGuestOfItEnds() throws Exception {
    Path library = folder.resolve("library.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(library))) {
      jar.putNextEntry(new ZipEntry("page.txt"));
      jar.write("a page".getBytes(UTF_8));
    }
    URL[] urls = {library.toUri().toURL()};
    try (GuestClasses one = new GuestClasses("one", urls)) {
      InputStream reading;
      try (GuestClasses other = new GuestClasses("other", urls);
          InputStream done = other.getResourceAsStream("page.txt")) {
        reading = one.getResourceAsStream("page.txt");
        assertThat(done.readAllBytes()).isNotEmpty();
      }
      try (reading) {
        assertThat(new String(reading.readAllBytes(), UTF_8)).isEqualTo("a page");
      }
      assertThat(one.getResourceAsStream("missing.txt")).isNull();
    }
  }
}
