package parigot.plugin.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library. Its driver unpacks it into the temporary folder and would delete
 * it at the end of the JVM, which one that is killed does not come to; here it goes into an {@link
 * UnpackFolder}, and is deleted as soon as it is loaded.
 */
final class NativeLibrary {
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
    try (UnpackFolder folder = UnpackFolder.in(parent)) {
      System.setProperty(FOLDER, folder.path().toString());
      initialize();
    } finally {
      if (given == null) {
        System.clearProperty(FOLDER);
      } else {
        System.setProperty(FOLDER, given);
      }
    }
  }

  private static void initialize() throws IOException {
    try {
      if (!SQLiteJDBCLoader.initialize()) {
        throw new IOException("SQLite's library cannot be loaded");
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("SQLite's library cannot be loaded: " + e.getMessage(), e);
    }
  }
}
