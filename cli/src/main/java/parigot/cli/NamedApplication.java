package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.SettingsException;
import parigot.v1.host.ApplicationReport;

/**
 * An application that somebody names by its file, beside those that run.
 *
 * @param file the configuration, the folder or the pack
 * @param name what operators call it
 * @param modules the digest of each guest's module in the file, by the guest's name
 */
record NamedApplication(Path file, String name, Map<String, String> modules) {

  /**
   * Reads the file.
   *
   * @throws SettingsException when something about it is wrong
   */
  static NamedApplication of(Path file) {
    ApplicationSettings settings =
        ApplicationSettings.withTests(ConfigFiles.load(Optional.of(file)));
    Map<String, String> modules = new TreeMap<>();
    for (GuestSettings guest : settings.guests()) {
      if (guest.engine() == GuestSettings.Engine.WASM) {
        modules.put(guest.name(), digest(guest.wasm()));
      }
    }
    return new NamedApplication(
        file, new Selection(settings).withoutTests().name().orElseThrow(), modules);
  }

  private static String digest(Path module) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(module)));
    } catch (IOException unreadable) {
      throw new SettingsException(
          "The module %s cannot be read: %s.".formatted(module, unreadable.getMessage()));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** Whether it runs under the name of this one. */
  boolean isRunBy(ApplicationReport report) {
    return report.getName().equals(name);
  }

  /** A sentence for each guest that runs another module than the file has. */
  List<String> differences(ApplicationReport report) {
    return report.getGuestsList().stream()
        .filter(guest -> guest.getEngine().equals("wasm"))
        .filter(guest -> !guest.getDigest().equals(modules.get(guest.getGuest())))
        .map(
            guest ->
                modules.containsKey(guest.getGuest())
                    ? "%s runs another module than %s has".formatted(guest.getName(), file)
                    : "%s is no guest of %s".formatted(guest.getName(), file))
        .toList();
  }
}
