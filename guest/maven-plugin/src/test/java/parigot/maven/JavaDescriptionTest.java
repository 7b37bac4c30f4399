package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaDescriptionTest {
  @Test
  void itNamesPartsOfTheProjectRelativeToItselfAndIsWrittenWhenItChanges(@TempDir Path project)
      throws Exception {
    Path module = project.resolve("target/guests/hello.wasm");
    Files.createDirectories(module.getParent());
    Path jar = Path.of("/elsewhere/a \"jar\".jar");
    JavaDescription description =
        new JavaDescription(
            "hello.HelloGuest",
            List.of(project.resolve("target/classes"), jar),
            project,
            List.of(project.resolve("src/main/java")),
            "parigot:parigot-maven-plugin:1");

    description.writeFor(module);

    Path file = project.resolve("target/guests/hello.jvm.conf");
    assertThat(file)
        .hasContent(
            """
            # How this guest runs as Java, with engine = jvm. The build writes this file.
            main-class = "hello.HelloGuest"
            class-path = [
              "../classes"
              "/elsewhere/a \\"jar\\".jar"
            ]
            # What it is built from, and by what.
            project = "../.."
            sources = [
              "../../src/main/java"
            ]
            builder = "parigot:parigot-maven-plugin:1"
            """);
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(file, longAgo);
    description.writeFor(module);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
  }
}
