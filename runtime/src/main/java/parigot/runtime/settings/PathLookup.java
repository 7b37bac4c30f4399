package parigot.runtime.settings;

import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.plugin.BlockReader;

/**
 * Finds the files that the configuration names: beside the file that names them, then in the
 * folders of the search path; modules also in its jars, and on the class path. What comes from no
 * file, a system property for one, starts from the current folder.
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
    return existing(reader, key, expected).orElseThrow(() -> nowhere(reader, key, expected));
  }

  /**
   * The module that a key names, or its descriptors: they may lie in a jar too, one that the search
   * path names, or one of the class path.
   */
  Path module(SettingsReader reader, String key, String expected) {
    return existing(reader, key, expected)
        .or(() -> packaged(reader, key, expected))
        .orElseThrow(() -> nowhere(reader, key, expected));
  }

  private Optional<Path> packaged(SettingsReader reader, String key, String expected) {
    String written = reader.text(key, expected);
    try {
      for (Path jar : searchPath) {
        if (Files.isRegularFile(jar)) {
          Optional<Path> module = PackagedModules.in(jar, written);
          if (module.isPresent()) {
            return module;
          }
        }
      }
      return PackagedModules.onTheClassPath(written);
    } catch (IOException | ProviderNotFoundException unreadable) {
      throw reader.complaint(
          key,
          "names %s, and a jar cannot be read in which that may be: %s"
              .formatted(written, unreadable.getMessage()));
    }
  }

  private Optional<Path> existing(SettingsReader reader, String key, String expected) {
    return candidates(reader, key, expected).stream().filter(Files::isRegularFile).findFirst();
  }

  private Set<Path> candidates(SettingsReader reader, String key, String expected) {
    String written = reader.text(key, expected);
    Set<Path> candidates = new LinkedHashSet<>();
    candidates.add(reader.path(key, reader.value(key, expected).origin(), written));
    for (Path folder : searchPath) {
      candidates.add(folder.resolve(BlockReader.expandHome(written)).normalize());
    }
    return candidates;
  }

  private SettingsException nowhere(SettingsReader reader, String key, String expected) {
    return reader.complaint(
        key,
        "names %s, and there is no such file; looked for %s."
            .formatted(
                reader.text(key, expected),
                candidates(reader, key, expected).stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(", "))));
  }

  /** The path that a key gives, whether or not something is there. */
  static Path path(SettingsReader reader, String key, String expected) {
    String written = reader.text(key, expected);
    return reader.path(key, reader.value(key, expected).origin(), written);
  }
}
