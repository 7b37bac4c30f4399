package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with an application of the scripted guests that the runtime's tests have too. */
final class GuestFolder {
  static final Path GUESTS =
      Path.of("../actors/src/test/resources/guests").toAbsolutePath().normalize();

  private final Path path;

  GuestFolder(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  /** Writes the application's configuration: these guests, and settings that suit any test. */
  void application(String guests) throws IOException {
    write(
        "application.conf",
        """
        include "settings.conf"
        parigot.guests {
        %s
        }
        """
            .formatted(guests));
    write(
        "settings.conf",
        """
        parigot {
          search-path = ["%s"]
          cache-dir = "%s"
          # Longer than a machine that does other things too needs for the first classes of a JVM.
          guest-defaults.method-limit = 1 minute
        }
        """
            .formatted(GUESTS, Path.of("target/compiled-guests").toAbsolutePath()));
  }

  void write(String name, String text) throws IOException {
    Files.writeString(path.resolve(name), text);
  }

  void write(String name, byte[] bytes) throws IOException {
    Files.write(path.resolve(name), bytes);
  }

  /** A guest of the configuration, with the commands of its script separated by semicolons. */
  static String guest(String name, String script, String... settings) {
    StringBuilder guest = new StringBuilder(name).append(" { wasm = loop.wasm, args = [");
    for (String command : script.split("; *", -1)) {
      guest.append('"').append(command).append("\", ");
    }
    guest.append("]");
    for (String setting : settings) {
      guest.append(", ").append(setting);
    }
    return guest.append(" }\n").toString();
  }

  ParigotProcess start(String... arguments) throws IOException {
    return ParigotProcess.start(path, arguments);
  }

  ParigotProcess.Result run(String... arguments) throws Exception {
    return ParigotProcess.run(path, arguments);
  }
}
