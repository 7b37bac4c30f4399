package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFolderTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void fill(Map<String, String> files) throws Exception {
    new GeneratedFolder(folder).fill(files);
    for (String name : files.keySet()) {
      assertThat(file(name)).hasContent(files.get(name));
    }
  }

  @Test
  void onlyWhatHasChangedIsWritten() throws Exception {
    fill(Map.of("a/A.java", "class A {}", "a/B.java", "class B {}"));
    Files.setLastModifiedTime(file("a/A.java"), LONG_AGO);
    Files.setLastModifiedTime(file("a/B.java"), LONG_AGO);
    fill(Map.of("a/A.java", "class A {}", "a/B.java", "record B() {}"));
    assertThat(Files.getLastModifiedTime(file("a/A.java"))).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(file("a/B.java"))).isGreaterThan(LONG_AGO);
  }

  @Test
  void whatIsNotGeneratedAnyMoreGoes() throws Exception {
    fill(Map.of("a/A.java", "class A {}", "b/B.java", "class B {}"));
    fill(Map.of("a/A.java", "class A {}"));
    assertThat(file("b/B.java")).doesNotExist();
  }
}
