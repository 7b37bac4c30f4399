package parigot.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code parigot install} gives to builds is complete, and each pom stands alone. */
class ArtifactsTest {
  private static final Path MAVEN = Path.of("target/maven").toAbsolutePath();
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>parigot</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "<version>([^<]+)</version>");

  private static List<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(MAVEN)) {
      return files.filter(file -> file.toString().endsWith(".pom")).toList();
    }
  }

  @Test
  void whatAProjectBuildsWithIsThere() throws IOException {
    assertThat(poms().stream().map(pom -> pom.getParent().getParent().getFileName().toString()))
        .contains(
            "parigot-guest",
            "parigot-guest-servers",
            "parigot-maven-plugin",
            "parigot-plugins",
            "parigot-testkit",
            "protoc-gen-parigot")
        .noneMatch(name -> name.contains("example"));
  }

  @Test
  void eachPomStandsAloneAndSaysWhoseItIs() throws IOException {
    assertThat(poms())
        .allSatisfy(
            pom -> {
              String text = Files.readString(pom);
              assertThat(text)
                  .contains("<licenses>", "<developers>", "<scm", "<description>", "<url>")
                  .doesNotContain("<parent>", "${");
              for (MatchResult of : DEPENDENCY.matcher(text).results().toList()) {
                String file = "parigot/%1$s/%2$s/%1$s-%2$s.jar".formatted(of.group(1), of.group(2));
                assertThat(MAVEN.resolve(file)).exists();
              }
            });
  }
}
