package parigot.plugin.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library. Its driver unpacks it into the temporary folder and would delete
 * it at the end of the JVM, which one that is killed does not come to; here it goes into a folder
 * that only its owner may look into, and is deleted as soon as it is loaded.
 */
final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String FOLDER = "org.sqlite.tmpdir";
  private static final String INSTALLED = "org.sqlite.lib.path";

  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() throws IOException {
    if (loaded) {
      return;
    }
    if (System.getProperty(INSTALLED) == null) {
      unpack();
    }
    loaded = true;
  }

  private static void unpack() throws IOException {
    String given = System.getProperty(FOLDER);
    Path parent = Path.of(given == null ? System.getProperty("java.io.tmpdir") : given);
    Path folder = Files.createTempDirectory(parent, "parigot-sqlite-");
    System.setProperty(FOLDER, folder.toString());
    try {
      if (!SQLiteJDBCLoader.initialize()) {
        throw new IOException("SQLite's library cannot be loaded");
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("SQLite's library cannot be loaded: " + e.getMessage(), e);
    } finally {
      if (given == null) {
        System.clearProperty(FOLDER);
      } else {
        System.setProperty(FOLDER, given);
      }
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      // Where a file that is in use cannot be deleted, the driver does so at the end of the JVM.
      LOG.debug("{} stays", folder, e);
    }
  }
}
