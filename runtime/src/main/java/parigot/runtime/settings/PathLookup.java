package parigot.runtime.settings;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.plugin.BlockReader;

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
      folders.add(reader.path(searchPathKey, value.origin(), (String) value.unwrapped()));
    }
    return new PathLookup(folders);
  }

  /** The file that a key names. It exists, as a file. */
  Path file(SettingsReader reader, String key, String expected) {
    String written = reader.text(key, expected);
    ConfigOrigin origin = reader.value(key, expected).origin();
    Set<Path> candidates = new LinkedHashSet<>();
    candidates.add(reader.path(key, origin, written));
    for (Path folder : searchPath) {
      candidates.add(folder.resolve(BlockReader.expandHome(written)).normalize());
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
    return reader.path(key, reader.value(key, expected).origin(), written);
  }
}
