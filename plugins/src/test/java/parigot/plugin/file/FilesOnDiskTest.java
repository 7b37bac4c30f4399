package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import file.v1.host.FileErr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.plugin.PluginException;
import parigot.plugin.ServiceError;
import parigot.plugin.queue.SmallDisk;
import protosupport.v1.host.IdRaw;

class FilesOnDiskTest extends FileContract {
  @TempDir Path temp;

  @Override
  FileCalls start() throws Exception {
    return started("root = \"%s\"".formatted(root()));
  }

  private Path root() {
    return temp.resolve("root");
  }

  @Test
  void everyOtherToolCanReadThem() throws Exception {
    IdRaw id = files.create("/parigot/app/My Folder/Notes.txt", "one").getId();
    files.write(id, " two");
    assertThat(root().resolve("My Folder/Notes.txt")).hasContent("one two");
  }

  @Test
  void theyAreThereAgainAfterTheApplicationHasEnded() throws Exception {
    IdRaw id = files.create("/parigot/app/x/\u00e9t\u00e9", "left open").getId();
    files.write(id, " and written");
    files.close();
    assertThat(ownFiles()).containsExactly("lock");
    files = start();
    assertThat(files.stat("/parigot/app/x").getIsDir()).isTrue();
    assertThat(files.content("/parigot/app/x/\u00e9t\u00e9"))
        .asString()
        .isEqualTo("left open and written");
    assertThat(files.create("/parigot/app/x/\u00e9t\u00e9", "").getTruncated()).isTrue();
  }

  @Test
  void aFileThatSomebodyElseMakesOrDeletesIsSeen() throws Exception {
    Files.writeString(root().resolve("b"), "by hand");
    assertThat(files.content("/parigot/app/b")).asString().isEqualTo("by hand");
    Files.delete(root().resolve("b"));
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/b"));
    assertThat(files.create("/parigot/app/b", "").getTruncated()).isFalse();
  }

  @Test
  void aSymbolicLinkIsNoFileAndNoFolder() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret"), "keep out");
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("inner"), "keep out");
    Files.createSymbolicLink(root().resolve("link"), secret);
    Files.createSymbolicLink(root().resolve("folder"), outside);
    Files.createSymbolicLink(root().resolve("nowhere"), temp.resolve("made-by-a-guest"));

    for (String path : List.of("link", "folder", "folder/inner", "nowhere")) {
      refused(FileErr.NotExistError, () -> files.open("/parigot/app/" + path));
      refused(FileErr.NotExistError, () -> files.stat("/parigot/app/" + path));
      refused(FileErr.NotExistError, () -> files.delete("/parigot/app/" + path));
      refused(FileErr.CreateError, () -> files.create("/parigot/app/" + path, "gotcha"));
    }
    refused(FileErr.CreateError, () -> files.create("/parigot/app/folder/new", "gotcha"));
    assertThat(secret).hasContent("keep out");
    assertThat(outside).isDirectoryNotContaining("glob:**new");
    assertThat(temp.resolve("made-by-a-guest")).doesNotExist();
  }

  @Test
  void aFileThatBecomesALinkWhileItIsOpenIsNotFollowed() throws Exception {
    Path secret = Files.writeString(temp.resolve("secret"), "keep out");
    IdRaw id = files.create(A, "x").getId();
    Files.delete(root().resolve("a.txt"));
    Files.createSymbolicLink(root().resolve("a.txt"), secret);
    refused(FileErr.WriteError, () -> files.write(id, "gotcha"));
    files.close(id);
    assertThat(secret).hasContent("keep out");
    refused(FileErr.NotExistError, () -> files.open(A));
  }

  @Test
  void aRootThatIsALinkItselfIsFine() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("alias"), temp.resolve("real"));
    Files.createDirectory(temp.resolve("real"));
    try (FileCalls other = started("root = \"%s\"".formatted(link))) {
      other.create(A, "x");
      assertThat(temp.resolve("real/a.txt")).hasContent("x");
    }
  }

  @Test
  void ourOwnFolderCannotBeNamed() throws Exception {
    files.create("/parigot/app/@parigot/lock", "mine");
    assertThat(root().resolve("%40parigot/lock")).hasContent("mine");
    assertThat(root().resolve("@parigot/lock")).isEmptyFile();
    files.create("/parigot/app/%40parigot", "another");
    assertThat(root().resolve("%2540parigot")).hasContent("another");
  }

  @Test
  void namesThatLookAlikeAreDifferentFiles() throws Exception {
    List<String> alike =
        List.of("\u00e9", "e\u0301", "E\u0301", "K", "\u212a", "k", "A", "a", "\u0430", "a ");
    for (String name : alike) {
      files.create("/parigot/app/" + name, "content of " + name);
    }
    files.close();
    files = start();
    for (String name : alike) {
      assertThat(files.content("/parigot/app/" + name)).asString().isEqualTo("content of " + name);
    }
  }

  @Test
  void aFolderHasOneApplicationAtATime() {
    assertThatThrownBy(() -> start())
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "the folder %s for the guests' files is in use by another application."
                .formatted(root()));
  }

  @Test
  void aRootThatIsNoFolderStopsTheApplication() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> started("root = \"%s\"".formatted(file)))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "the folder %s for the guests' files cannot be used:".formatted(file)
                + " java.nio.file.FileAlreadyExistsException: %s.".formatted(file));
  }

  @Test
  void whatACrashLeftHalfIsTakenBack() throws Exception {
    IdRaw id = files.create(A, "kept").getId();
    files.write(id, ", and kept");
    Path journal = temp.resolve("journal-of-the-crashed");
    copy(root().resolve("@parigot"), journal);
    files.close(id);
    files.close();
    // As it is when the process ends in the middle of an append, and of making a file.
    copy(journal, root().resolve("@parigot"));
    Files.writeString(root().resolve("a.txt"), "kept, and kept, and ha");
    Files.writeString(root().resolve("@parigot/17.new"), "hal");
    Files.write(root().resolve("@parigot/18.length"), new byte[5]);

    files = start();
    assertThat(files.content(A)).asString().isEqualTo("kept, and kept");
    assertThat(ownFiles()).containsExactly("lock");
  }

  @Test
  void aDamagedRecordCutsNothing() throws Exception {
    files.close(files.create(A, "content").getId());
    files.close();
    byte[] record = new byte[24 + 5];
    System.arraycopy(ByteString.copyFromUtf8("a.txt").toByteArray(), 0, record, 24, 5);
    Files.write(root().resolve("@parigot/0.length"), record);
    files = start();
    assertThat(files.content(A)).asString().isEqualTo("content");
  }

  @Test
  void aFolderThatMayNotBeWrittenGivesTheDisksErrors() throws Exception {
    files.close(files.create("/parigot/app/x/one", "1").getId());
    // A folder in the place of a file stands for a disk that fails, also for root.
    Files.delete(root().resolve("x/one"));
    Files.createDirectories(root().resolve("x/one/inner"));
    refused(FileErr.CreateError, () -> files.create("/parigot/app/x/one", "1"));
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/x/one"));
    IdRaw id = files.create("/parigot/app/x/two", "2").getId();
    files.close(id);
    files.open("/parigot/app/x/two");
    Files.delete(root().resolve("x/two"));
    refused(FileErr.ReadError, () -> files.read(id, 1));
    files.close(id);
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/x/two"));
  }

  private List<String> ownFiles() throws Exception {
    try (Stream<Path> own = Files.list(root().resolve("@parigot"))) {
      return own.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (Stream<Path> all = Files.list(from)) {
      for (Path file : all.toList()) {
        if (!Files.exists(to.resolve(file.getFileName()))) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void theirPlaceOnTheDiskIsBounded() throws Exception {
    files.create(A, "there before");
    files.close();
    try (FileCalls bounded = started("root = \"%s\", disk-capacity = 16 KiB".formatted(root()))) {
      IdRaw id = bounded.create("/parigot/app/b", "").getId();
      ByteString block = ByteString.copyFrom(new byte[2048]);
      for (int i = 0; i < 4; i++) {
        bounded.write(id, block);
      }
      bounded.close(bounded.create("/parigot/app/c", "").getId());
      refused(FileErr.WriteError, () -> bounded.write(id, "x"));
      refused(FileErr.CreateError, () -> bounded.create("/parigot/app/d", ""));
      assertThat(root().resolve("d")).doesNotExist();

      bounded.close(bounded.create("/parigot/app/c", "replaced").getId());
      bounded.delete(A);
      bounded.write(id, block);
      bounded.close(id);
      assertThat(bounded.content("/parigot/app/b")).hasSize(5 * 2048);
      bounded.delete("/parigot/app/b");
      bounded.close(bounded.create("/parigot/app/d", "").getId());
    }
    files = start();
  }

  @Test
  void onAFullDiskWhatFreesSpaceWorks() throws Exception {
    Path disk = SmallDisk.mounted(temp.resolve("disk"));
    try (FileCalls full = started("root = \"%s\"".formatted(disk.resolve("files")))) {
      IdRaw id = full.create(A, "begun").getId();
      full.close(full.create("/parigot/app/b", "x".repeat(2048)).getId());
      long written = 0;
      ServiceError refusal = null;
      while (refusal == null) {
        try {
          written += full.write(id, ByteString.copyFrom(new byte[2048])).getNumWrite();
        } catch (ServiceError e) {
          refusal = e;
        }
      }
      assertThat(refusal.number()).isEqualTo(FileErr.WriteError_VALUE);
      refused(FileErr.WriteError, () -> full.write(id, ByteString.copyFrom(new byte[2048])));
      refused(FileErr.CreateError, () -> full.create("/parigot/app/c", "x".repeat(2048)));

      full.close(id);
      assertThat(full.stat(A).getSize()).isEqualTo((int) written + 5);
      full.delete("/parigot/app/b");
      full.delete(A);
      full.close(full.create("/parigot/app/c", "there is room again").getId());
      assertThat(full.content("/parigot/app/c")).asString().isEqualTo("there is room again");
    } finally {
      SmallDisk.unmount(disk);
    }
  }
}
