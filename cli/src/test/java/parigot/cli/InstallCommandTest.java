package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class InstallCommandTest {
  private static final String GUEST =
      "parigot/parigot-guest/%1$s/parigot-guest-%1$s".formatted(Versions.parigot());

  @TempDir Path folder;
  private Path archive;

  @BeforeEach
  void anArchive() throws IOException {
    archive = folder.resolve("archive");
    for (String kind : new String[] {".jar", ".pom"}) {
      Path file = archive.resolve("maven").resolve(GUEST + kind);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "new");
    }
  }

  private ParigotProcess.Result parigot(Map<String, String> environment, String... arguments)
      throws Exception {
    ProcessBuilder command = ParigotProcess.command(folder, arguments);
    command.environment().remove("MAVEN_OPTS");
    command.environment().putAll(environment);
    try (ParigotProcess process = ParigotProcess.start(command)) {
      return process.result();
    }
  }

  private Map<String, String> archiveAnd(String maven) {
    return Map.of(InstallCommand.ARCHIVE, archive.toString(), "MAVEN_OPTS", maven);
  }

  @Test
  void aProjectIsToldToInstallOnceAndThenFindsWhatItNeeds() throws Exception {
    Path repository = folder.resolve("repository");
    Map<String, String> environment = archiveAnd("-Xmx1g -Dmaven.repo.local=" + repository);
    assertThat(parigot(environment, "new", "shop").text().lines())
        .containsSubsequence("parigot install", "cd shop", "mvn -q package", "parigot run");
    Path old = Files.createDirectories(repository.resolve(GUEST).getParent());
    Files.writeString(old.resolve("parigot-guest-%s.pom".formatted(Versions.parigot())), "old");

    ParigotProcess.Result result = parigot(environment, "install");

    assertThat(result.text())
        .isEqualTo(
            "1 artifacts of Parigot %s are in %s\n".formatted(Versions.parigot(), repository));
    assertThat(old).isDirectoryNotContaining("glob:**.parigot*");
    assertThat(repository.resolve(GUEST + ".jar")).hasContent("new");
    assertThat(repository.resolve(GUEST + ".pom")).hasContent("new");
    assertThat(parigot(environment, "new", "till").text()).doesNotContain("install");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    ParigotProcess.Result result =
        parigot(archiveAnd(""), "install", "--repository", file.toString());

    assertThat(result.code()).isEqualTo(193);
    assertThat(result.err())
        .first()
        .asString()
        .startsWith("parigot: %s cannot be written to: ".formatted(file));
  }

  /** As in a container whose user has a number and no name. */
  @Test
  void aUserWithoutAHomeIsToldToNameAFolder() throws Exception {
    Map<String, String> environment =
        Map.of(
            InstallCommand.ARCHIVE,
            archive.toString(),
            "MAVEN_OPTS",
            "",
            "JDK_JAVA_OPTIONS",
            "-Duser.home=?");

    ParigotProcess.Result result = parigot(environment, "install");

    assertThat(result.code()).isEqualTo(193);
    assertThat(result.err())
        .anyMatch(line -> line.startsWith("parigot: Java knows no home folder of this user"));
    assertThat(folder.resolve("?")).doesNotExist();
  }

  @Test
  void inACheckoutThereIsNothingToInstall() throws Exception {
    ParigotProcess.Result result = parigot(Map.of(), "install");

    assertThat(result.code()).isEqualTo(193);
    assertThat(result.err())
        .first()
        .asString()
        .startsWith("parigot: there is nothing to install: ");
  }
}
