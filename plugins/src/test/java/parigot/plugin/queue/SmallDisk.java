package parigot.plugin.queue;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of two megabytes, where the machine lets a test mount one. */
public final class SmallDisk {
  private SmallDisk() {}

  public static Path mounted(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString()),
        "only a privileged user may mount a file system");
    return folder;
  }

  /** Writes until nothing more fits. */
  public static void fill(Path disk) {
    try (OutputStream file = Files.newOutputStream(disk.resolve("filler"))) {
      while (true) {
        file.write(0);
      }
    } catch (IOException full) {
      return;
    }
  }

  public static void unmount(Path folder) throws IOException, InterruptedException {
    assumeTrue(run("umount", folder.toString()), "it stays mounted");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
