package parigot.plugin.nutsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import nutsdb.v1.host.NutsDBErr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.plugin.PluginException;
import protosupport.v1.host.IdRaw;

class NutsDbOnDiskTest extends NutsDbContract {
  @TempDir Path temp;

  @Override
  Databases start() throws Exception {
    return in(root());
  }

  @Override
  Databases started(String settings) throws Exception {
    return Databases.started("root = \"%s\"\n%s".formatted(temp.resolve("elsewhere"), settings));
  }

  private static Databases in(Path root) throws Exception {
    return Databases.started("root = \"%s\"".formatted(root));
  }

  private Path root() {
    return temp.resolve("new/folder");
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(root())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void databasesOutliveTheApplication() throws Exception {
    IdRaw id = databases.open("shop");
    databases.write(id, "/a", "kept", "value");
    databases.write(id, "/a", "deleted", "value");
    databases.delete(id, "/a", "deleted");
    databases.close();
    databases = start();
    refused(NutsDBErr.BadId, () -> databases.read(id, "/a", "kept"));
    IdRaw again = databases.open("shop", true);
    assertThat(databases.read(again, "/a", "kept")).isEqualTo("value");
    refused(NutsDBErr.PairNotFound, () -> databases.read(again, "/a", "deleted"));
  }

  @Test
  void eachDatabaseIsAFileAndNothingIsElsewhere() throws Exception {
    databases.close(databases.open("shop"));
    databases.close(databases.open("ShopB"));
    assertThat(files()).containsExactly(".lock", "_shop_b.db", "shop.db");
    refused(NutsDBErr.DBNotFound, () -> databases.open("missing", true));
    assertThat(files()).containsExactly(".lock", "_shop_b.db", "shop.db");
  }

  @Test
  void aDatabaseThatNobodyHasOpenIsClosed() throws Exception {
    IdRaw one = databases.open("shop");
    IdRaw other = databases.open("shop");
    databases.write(one, "/", "key", "value");
    databases.close(one);
    assertThat(files()).contains("shop.db-wal");
    databases.close(other);
    assertThat(files()).containsExactly(".lock", "shop.db");
  }

  @Test
  void aClosedDatabaseMakesRoomForAnother() throws Exception {
    try (Databases one = started("max-databases = 1")) {
      one.close(one.open("a"));
      one.close(one.open("b"));
    }
  }

  @Test
  void oneApplicationAtATimeHasAFolder() throws Exception {
    assertThatThrownBy(this::start)
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "String: 1: parigot.plugins.nutsdb.root must be a folder of its own, and %s is in use by"
                    .formatted(root())
                + " another application.");
    databases.close();
    databases = start();
    databases.open("shop");
  }

  @Test
  void allTogetherAreBoundedAlsoThoseThatAreClosed() throws Exception {
    String settings = "disk-capacity = 200 KiB";
    try (Databases small = started(settings)) {
      IdRaw id = small.open("a");
      small.write(id, "/", "key", "x".repeat(32_000));
      small.write(id, "/", "other", "x".repeat(32_000));
      small.write(id, "/", "third", "x".repeat(32_000));
      small.close(id);
      IdRaw other = small.open("b");
      small.write(other, "/", "key", "x".repeat(32_000));
      small.write(other, "/", "other", "x".repeat(32_000));
      refused(NutsDBErr.InternalError, () -> small.write(other, "/", "third", "x"));
      refused(NutsDBErr.InternalError, () -> small.open("c"));
      assertThat(small.read(other, "/", "key")).hasSize(32_000);
    }
    try (Databases small = started(settings)) {
      refused(NutsDBErr.InternalError, () -> small.open("c"));
      IdRaw id = small.open("a");
      small.delete(id, "/", "key");
    }
  }

  @Test
  void aCallThatFindsTheFileLockedFailsInTimeAndTheNextOneSucceeds() throws Exception {
    IdRaw id = databases.open("shop");
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + root().resolve("shop.db"));
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN IMMEDIATE");
      refused(NutsDBErr.InternalError, () -> databases.write(id, "/", "key", "1"));
      lock.execute("ROLLBACK");
    }
    refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/", "key"));
    databases.write(id, "/", "key", "2");
    assertThat(databases.read(id, "/", "key")).isEqualTo("2");
  }

  @Test
  void aFileOfAnotherProgramIsLeftAlone() throws Exception {
    Path file = root().resolve("letter.db");
    Files.writeString(file, "a letter to my aunt, longer than a hundred characters ".repeat(3));
    String before = Files.readString(file);
    refused(NutsDBErr.InternalError, () -> databases.open("letter"));
    assertThat(file).hasContent(before);
    refused(NutsDBErr.InternalError, () -> databases.open("letter", true));
    // Nothing of the attempt is left that would be in the way.
    Files.delete(file);
    databases.open("letter");
  }

  @Test
  void aRootThatIsNoFolderStopsTheApplication() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> in(file))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "String: 1: parigot.plugins.nutsdb.root must be a folder for databases, and %s cannot be"
                    .formatted(file)
                + " used as one (java.nio.file.FileAlreadyExistsException: %s).".formatted(file));
  }
}
