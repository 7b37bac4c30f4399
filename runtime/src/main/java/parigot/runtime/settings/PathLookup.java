package parigot.runtime.settings;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the files that the configuration names: beside the file that names them, then in the
 * folders of the search path. What comes from no file, a system property for one, starts from the
 * current folder.
 */
final class PathLookup {
  private final List<Path> searchPath;

  private PathLookup(List<Path> searchPath) {
    this.searchPath = searchPath;
  }

  static PathLookup with(SettingsReader reader, String searchPathKey) {
    List<Path> folders = new ArrayList<>();
    for (ConfigValue value : reader.located(searchPathKey)) {
      folders.add(besideItsFile(value.origin(), (String) value.unwrapped(), reader, searchPathKey));
    }
    return new PathLookup(folders);
  }

  /** The file that a key names. It exists, as a file. */
  Path file(SettingsReader reader, String key, String expected) {
    String written = reader.text(key, expected);
    ConfigOrigin origin = reader.value(key, expected).origin();
    Set<Path> candidates = new LinkedHashSet<>();
    candidates.add(besideItsFile(origin, written, reader, key));
    for (Path folder : searchPath) {
      candidates.add(folder.resolve(expandHome(written)).normalize());
    }
    return candidates.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                reader.complaint(
                    key,
                    "names %s, and there is no such file; looked for %s."
                        .formatted(
                            written,
                            candidates.stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /** The path that a key gives, whether or not something is there. */
  static Path path(SettingsReader reader, String key, String expected) {
    String written = reader.text(key, expected);
    return besideItsFile(reader.value(key, expected).origin(), written, reader, key);
  }

  static Path besideItsFile(
      ConfigOrigin origin, String written, SettingsReader reader, String key) {
    if (written.isBlank() || written.indexOf('\0') >= 0) {
      throw reader.mustBe(key, "a path");
    }
    try {
      Path folder =
          origin.filename() == null
              ? Path.of("").toAbsolutePath()
              : Path.of(origin.filename()).toAbsolutePath().getParent();
      return folder.resolve(expandHome(written)).normalize();
    } catch (InvalidPathException notOnThisSystem) {
      SettingsException complaint = reader.mustBe(key, "a path");
      complaint.initCause(notOnThisSystem);
      throw complaint;
    }
  }

  private static String expandHome(String written) {
    return written.equals("~") || written.startsWith("~/")
        ? System.getProperty("user.home") + written.substring(1)
        : written;
  }
}
