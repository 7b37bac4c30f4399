package parigot.plugin.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir private Path temp;

  /** A process that has loaded it, and then ends without any hook. */
  static final class Loads {
    public static void main(String[] args) throws Exception {
      NativeLibrary.load();
      Runtime.getRuntime().halt(7);
    }
  }

  @Test
  void aProcessThatIsKilledLeavesNothingInTheTemporaryFolder() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temp,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Loads.class.getName())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(7);
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }
}
