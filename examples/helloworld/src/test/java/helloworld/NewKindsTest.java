package helloworld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.cli.Main;

/**
 * {@code parigot new} with its options: what it prints is pasted into a shell, but for what calls
 * Maven. That builds all projects at once, since one that is warm takes a fraction of the time.
 */
@Tag("once")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class NewKindsTest {
  private static final String PROJECTS =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>all</groupId>
        <artifactId>all</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        <modules>
          <module>loud</module>
          <module>shop</module>
          <module>basket</module>
          <module>site</module>
        </modules>
      </project>
      """;

  private static final String PACKAGE = "mvn -q package\n";
  private static final String PACKAGE_SERVICE = "mvn -q -f shop package\n";

  @TempDir private static Path folder;
  private static Path repository;
  private static Path parigot;

  /** What was printed as they were made, by their names. */
  private static final Map<String, String> COMMANDS = new HashMap<>();

  @BeforeAll
  static void aProjectOfEachKind() throws Exception {
    repository = folder.resolve("repository");
    FreshCheckout.shareRepository(Path.of(System.getProperty("local.repository")), repository);
    InstalledParigot.into(repository);
    parigot = folder.resolve("parigot");
    Files.writeString(
        parigot,
        """
        #!/bin/sh
        exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Files.setPosixFilePermissions(parigot, PosixFilePermissions.fromString("rwx------"));
    make("loud", "--plugin");
    make("shop", "");
    make("basket", "--client shop");
    make("site", "--http");
    Files.writeString(folder.resolve("pom.xml"), PROJECTS);
    String unusedNothingIsSaid = bash(PACKAGE);
  }

  @AfterAll
  static void nothingIsShared() throws Exception {
    FreshCheckout.unshareRepository(repository);
  }

  private static void make(String name, String options) throws Exception {
    COMMANDS.put(name, bash("%s new %s %s".formatted(parigot, name, options)));
  }

  /** What these commands print; they must succeed. */
  private static String bash(String commands) throws Exception {
    ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", commands);
    bash.directory(folder.toFile());
    bash.redirectInput(new File("/dev/null"));
    Path log = folder.resolve("log");
    bash.redirectError(log.toFile());
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    bash.environment()
        .put(
            "MAVEN_OPTS",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmaven.repo.local=" + repository);
    bash.environment().put("PARIGOT_COMMAND", parigot.toString());
    bash.environment().remove("MAVEN_CMD_LINE_ARGS");
    Process process = bash.start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor())
          .as("%s\n%s%s", commands, printed, Files.readString(log))
          .isZero();
      return printed;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The commands that were printed, without one that is there once. */
  private static String without(String command, String commands) {
    assertThat(commands).containsOnlyOnce("\n" + command);
    return commands.replace("\n" + command, "\n");
  }

  @Test
  void whatAPluginDoesIsToBeHadOfAService() throws Exception {
    assertThat(bash(without(PACKAGE, COMMANDS.get("loud")))).isEqualTo("LOUD IS RUNNING\n");
  }

  @Test
  void aClientFindsTheServiceOfAnotherProject() throws Exception {
    String built = without(PACKAGE_SERVICE, COMMANDS.get("basket"));

    assertThat(bash(without(PACKAGE, built))).isEqualTo("basket has found Shop\n");
  }

  @Test
  void pagesAreAnsweredOverHttp() throws Exception {
    assertThat(COMMANDS.get("site")).endsWith("\ncd site\n" + PACKAGE + parigot + " run\n");
    try (CommandLine site =
        CommandLine.start(
            folder.resolve("site"),
            repository,
            "run",
            "-v",
            "-Dparigot.plugins.httpconnector.port=0")) {
      String listening = site.err().await(0, line -> line.contains("Listening on "));
      int port = Integer.parseInt(listening.replaceFirst(".*:", ""));

      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                  BodyHandlers.ofString());

      assertThat(response.body()).isEqualTo("site is running\n");
      assertThat(site.terminate()).isZero();
    }
  }
}
