package parigot.plugin.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.plugin.KilledProcess;

class NativeLibraryTest {
  @TempDir private Path temp;

  /** A process that is killed when it has loaded it. */
  static final class Loads {
    public static void main(String[] args) throws Exception {
      System.setProperty("java.io.tmpdir", args[0]);
      NativeLibrary.load();
      System.out.println("loaded");
      new CountDownLatch(1).await();
    }
  }

  /** A process that is killed while it unpacks. */
  static final class Unpacks {
    public static void main(String[] args) throws Exception {
      @SuppressWarnings("resource")
      UnpackFolder folder = UnpackFolder.in(Path.of(args[0]));
      Files.writeString(folder.path().resolve("half"), "half a library");
      System.out.println("unpacks");
      new CountDownLatch(1).await();
    }
  }

  private void killed(Class<?> program) throws Exception {
    KilledProcess.output(program, 1, temp.toString());
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aProcessThatIsKilledLeavesNothingInTheTemporaryFolder() throws Exception {
    killed(Loads.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void whatOneLeftThatWasKilledWhileItUnpackedTheNextRemoves() throws Exception {
    killed(Unpacks.class);
    killed(Unpacks.class);
    assertThat(left()).as("a folder and its lock").hasSize(2);
    killed(Loads.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void whatAnotherIsAboutToLoadStays() throws Exception {
    try (UnpackFolder folder = UnpackFolder.in(temp)) {
      Files.writeString(folder.path().resolve("whole"), "a library");
      Files.createDirectory(temp.resolve("parigot-sqlite-of-somebody"));
      killed(Loads.class);
      assertThat(folder.path().resolve("whole")).exists();
    }
    assertThat(left()).containsExactly("parigot-sqlite-of-somebody");
  }
}
