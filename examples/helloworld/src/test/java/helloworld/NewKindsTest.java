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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.cli.Main;

/** {@code parigot new} with its options: what it prints is pasted into a shell. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class NewKindsTest {
  private static final String RUN = " run";

  /** Maven ends colours even where it has begun none. */
  private static final String COLOURS = "\u001b\\[[0-9;]*m";

  @TempDir private static Path folder;
  private static Path repository;
  private static Path parigot;

  @BeforeAll
  static void anInstalledParigot() throws Exception {
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
  }

  @AfterAll
  static void nothingIsShared() throws Exception {
    FreshCheckout.unshareRepository(repository);
  }

  /** What these commands print; they must succeed. */
  private static String bash(String commands) throws Exception {
    ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", commands);
    bash.directory(folder.toFile());
    bash.redirectInput(new File("/dev/null"));
    Path log = folder.resolve("log");
    bash.redirectError(log.toFile());
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    bash.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
    bash.environment().put("PARIGOT_COMMAND", parigot.toString());
    bash.environment().remove("MAVEN_CMD_LINE_ARGS");
    Process process = bash.start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor())
          .as("%s\n%s%s", commands, printed, Files.readString(log))
          .isZero();
      return printed.replaceAll(COLOURS, "");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String made(String arguments) throws Exception {
    return bash(parigot + " new " + arguments);
  }

  @Test
  void whatAPluginDoesIsToBeHadOfAService() throws Exception {
    assertThat(bash(made("loud --plugin"))).isEqualTo("LOUD IS RUNNING\n");
  }

  @Test
  void aClientFindsTheServiceOfAnotherProject() throws Exception {
    made("shop");
    assertThat(bash(made("basket --client shop"))).isEqualTo("basket has found Shop\n");
  }

  @Test
  void pagesAreAnsweredOverHttp() throws Exception {
    String commands = made("site --http").strip();
    assertThat(commands).endsWith(RUN);
    bash(commands.substring(0, commands.lastIndexOf('\n')));
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
