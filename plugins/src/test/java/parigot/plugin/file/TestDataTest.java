package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.plugin.file.FileContract.refused;

import file.v1.host.FileErr;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.plugin.PluginException;
import protosupport.v1.host.IdRaw;

class TestDataTest {
  @TempDir Path temp;
  private Path data;
  private FileCalls files;

  @BeforeEach
  void start() throws Exception {
    data = Files.createDirectory(temp.resolve("data"));
    Files.createDirectories(data.resolve("set/deep"));
    Files.writeString(data.resolve("set/one.txt"), "1".repeat(5000));
    Files.writeString(data.resolve("set/deep/two"), "2");
    Files.createDirectory(data.resolve("empty"));
    Files.writeString(temp.resolve("secret"), "keep out");
    files =
        new FileCalls("test-data = \"%s\", root = \"%s\"".formatted(data, temp.resolve("root")));
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void aFolderIsCopiedWithAllBelowItAndItsFilesAreClosed() throws Exception {
    assertThat(files.load("set", "/parigot/app/test/").getErrorPathList()).isEmpty();
    assertThat(files.content("/parigot/app/test/one.txt")).asString().isEqualTo("1".repeat(5000));
    assertThat(files.content("/parigot/app/test/deep/two")).asString().isEqualTo("2");
    assertThat(files.stat("/parigot/app/test").getSize()).isEqualTo(5001);
  }

  @Test
  void itMayGoIntoTheApplicationsOwnFolder() throws Exception {
    files.load(data.resolve("set/deep").toString(), "/parigot/app/");
    assertThat(files.content("/parigot/app/two")).asString().isEqualTo("2");
  }

  @Test
  void aFileThatIsThereIsReplacedAndKeepsItsId() throws Exception {
    IdRaw id = files.create("/parigot/app/one.txt", "old").getId();
    files.close(id);
    files.load("set", "/parigot/app/");
    assertThat(files.open("/parigot/app/one.txt").getId()).isEqualTo(id);
  }

  @Test
  void whatCannotBeLoadedIsListed() throws Exception {
    Files.createSymbolicLink(data.resolve("set/link"), temp.resolve("secret"));
    Files.writeString(data.resolve("set/what?"), "a name that no guest may use");
    Files.createDirectory(data.resolve("set/folder.d"));
    Files.writeString(data.resolve("set/folder.d/x"), "nor this folder");
    files.create("/parigot/app/one.txt", "open");
    assertThat(files.load("set", "/parigot/app/").getErrorPathList())
        .containsExactlyInAnyOrder("set/link", "set/what?", "set/folder.d/x", "set/one.txt");
    assertThat(files.content("/parigot/app/deep/two")).asString().isEqualTo("2");
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/link"));
  }

  @Test
  void aListThatDoesNotFitHasNoEffect() throws Exception {
    Files.writeString(data.resolve("set/what?"), "a name that no guest may use");
    files.withRoom(5);
    refused(FileErr.MarshalError, () -> files.load("set", "/parigot/app/"));
    files.withRoom(4096);
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/one.txt"));
  }

  @Test
  void anEmptyFolderHasNothingToLoad() {
    refused(FileErr.NoDataFoundError, () -> files.load("empty", "/parigot/app/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "..",
        "../data2",
        "set/../..",
        "/etc",
        "/",
        "set/one.txt",
        "x\0y",
        "way/out",
        "out"
      })
  void whatIsNoFolderOfTheTestDataDoesNotExist(String folder) throws Exception {
    Files.createDirectory(temp.resolve("data2"));
    Files.writeString(temp.resolve("data2/x"), "keep out");
    Files.createSymbolicLink(data.resolve("out"), temp.resolve("data2"));
    refused(FileErr.NotExistError, () -> files.load(folder, "/parigot/app/x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/etc", "/parigot/app/../x", "/parigot/app/-x", "x"})
  void aMountElsewhereIsAnInvalidPath(String mount) {
    refused(FileErr.InvalidPathError, () -> files.load("set", mount));
  }

  @Test
  void aFolderThatIsNotThereStopsTheApplication() {
    assertThatThrownBy(() -> new FileCalls("test-data = \"%s\"".formatted(temp.resolve("no"))))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "String: 1: parigot.plugins.file.test-data names %s, which is no folder."
                .formatted(temp.resolve("no")));
  }
}
