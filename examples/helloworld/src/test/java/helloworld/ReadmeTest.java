package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the README of this folder as a newcomer would, command by command, but for the time that
 * the first takes: what it builds is what this build has made. {@code .ci/documents} has it build.
 */
@Tag("once")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  /**
   * Files that the README shows and that stand here too; the pom here belongs to the whole build.
   */
  private static boolean standsHere(Readme.WriteFile file) {
    return !file.path().equals("pom.xml");
  }

  @TempDir Path folder;

  @Test
  void theFilesInTheReadmeAreThoseOfTheExample() throws Exception {
    for (Readme.Step step : readme().steps()) {
      if (step instanceof Readme.WriteFile file && standsHere(file)) {
        assertThat(Path.of(file.path())).hasContent(file.content());
      }
    }
  }

  @Test
  void whoeverFollowsTheReadmeGreetsTheWorld() throws Exception {
    Path checkout = folder.resolve("parigot");
    FreshCheckout.copyTo(checkout);
    FreshCheckout.buildIn(checkout);
    Path repository = folder.resolve("repository");
    FreshCheckout.shareRepository(Path.of(System.getProperty("local.repository")), repository);
    InstalledParigot.into(repository);
    List<Readme.Commands> commands = new ArrayList<>();
    Path script = Files.writeString(folder.resolve("script"), script(commands));

    int code;
    try {
      code = run(checkout, repository, script);
    } finally {
      FreshCheckout.unshareRepository(repository);
    }

    assertThat(code).as(() -> text("log")).isZero();
    assertThat(text("log")).doesNotContain("SLF4J").doesNotContain("parigot: building");
    assertThat(commands).anyMatch(block -> block.output().isPresent());
    for (int i = 0; i < commands.size(); i++) {
      Readme.Commands block = commands.get(i);
      String printed = text("out." + i);
      assertThat(printed).doesNotContain("SLF4J");
      block
          .output()
          .ifPresent(expected -> assertThat(printed).as(block.text()).isEqualTo(expected));
    }
  }

  /**
   * One shell does everything, as a reader's does. What each block prints goes into its own file.
   */
  private String script(List<Readme.Commands> commands) throws IOException {
    StringBuilder script = new StringBuilder("set -eu\n");
    for (Readme.Step step : readme().steps()) {
      if (step instanceof Readme.WriteFile file) {
        script.append(
            "mkdir -p \"$(dirname '%1$s')\"\ncat >'%1$s' <<'END OF FILE'\n%2$sEND OF FILE\n"
                .formatted(file.path(), file.content()));
      } else if (step instanceof Readme.Commands block) {
        script.append("exec >'%s/out.%d'\n".formatted(folder, commands.size()));
        script.append(block.text());
        commands.add(block);
      }
    }
    return script.toString();
  }

  private int run(Path checkout, Path repository, Path script) throws Exception {
    ProcessBuilder bash = new ProcessBuilder("bash", script.toString());
    bash.directory(checkout.toFile());
    bash.redirectInput(new File("/dev/null"));
    bash.redirectErrorStream(false);
    bash.redirectOutput(folder.resolve("log").toFile());
    bash.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    Map<String, String> environment = bash.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
    // How long a guest may take is not what is tested, and a build machine may be busy.
    environment.put(
        "JAVA_TOOL_OPTIONS",
        "-Dparigot.guest-defaults.method-limit=60s -Dparigot.launch-timeout=60s");
    environment.put("TMPDIR", folder.toString());
    environment.remove("MAVEN_CMD_LINE_ARGS");
    Process process = bash.start();
    try {
      return process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Readme readme() throws IOException {
    return Readme.of(Files.readString(README));
  }
}
