package parigot.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
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

  private static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.walk(MAVEN)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  @Test
  void eachJarIsAModuleOfAStableName() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path jar : jars()) {
      try (JarFile file = new JarFile(jar.toFile())) {
        names.add(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
      }
    }

    assertThat(names).hasSameSizeAs(jars()).allMatch(name -> name.matches("parigot\\.[a-z]+"));
  }

  @Test
  void noPackageIsInTwoJars() throws IOException {
    // The generator is a program, with protobuf inside.
    Path[] libraries =
        jars().stream().filter(jar -> !jar.toString().contains("protoc-gen")).toArray(Path[]::new);
    List<String> packages =
        ModuleFinder.of(libraries).findAll().stream()
            .flatMap(module -> module.descriptor().packages().stream())
            .toList();

    assertThat(packages).contains("parigot.actors", "log.v1.host").doesNotHaveDuplicates();
  }

  @Test
  void theBillOfMaterialsHasAllOfThem() throws IOException {
    String version = System.getProperty("version");
    String bom = Files.readString(Path.of("../bom/pom.xml"));
    List<String> named =
        DEPENDENCY
            .matcher(bom)
            .results()
            .filter(of -> of.group(2).equals(version))
            .map(of -> of.group(1))
            .filter(name -> !name.equals("parigot-bom"))
            .toList();

    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            poms().stream()
                .map(pom -> pom.getParent().getParent().getFileName().toString())
                .toList());
  }
}
