package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder with configuration files in it, and what comes of loading them. */
record ConfigFolder(Path root) {

  Path write(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  ApplicationSettings load(String name) {
    return ApplicationSettings.of(ConfigFiles.load(Optional.of(root.resolve(name))));
  }

  ApplicationSettings loadWithTests(String name) {
    return ApplicationSettings.withTests(ConfigFiles.load(Optional.of(root.resolve(name))));
  }

  /**
   * The sentence that a person sees who starts with this file. The folder is written as DIR in it.
   */
  String complaintAbout(String name) {
    SettingsException complaint = catchThrowableOfType(SettingsException.class, () -> load(name));
    return complaint == null
        ? "no complaint"
        : complaint.getMessage().replace(root.toString(), "DIR");
  }
}
