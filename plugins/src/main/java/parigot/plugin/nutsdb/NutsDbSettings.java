package parigot.plugin.nutsdb;

import java.nio.file.Path;
import java.util.Optional;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginException;

/**
 * What the configuration says about databases.
 *
 * @param root the folder that they are in; in memory without one
 * @param largest the bytes that one may have
 * @param mostDatabases how many may be open at once, and with no root how many there may be
 * @param mostIds how many times they may be open together
 */
record NutsDbSettings(Optional<Path> root, long largest, int mostDatabases, int mostIds) {
  private static final long LEAST = 64 * 1024;

  static NutsDbSettings of(PluginConfig config) throws PluginException {
    NutsDbSettings settings =
        new NutsDbSettings(
            config.path("root"),
            config.bytes("max-size"),
            config.number("max-databases", 1, 10_000),
            config.number("max-ids", 1, 1_000_000));
    if (settings.largest() < LEAST) {
      throw config.complaint("max-size", "must be at least 64 KiB");
    }
    config.rejectOthers();
    return settings;
  }
}
