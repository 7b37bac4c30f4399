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
 * @param mostIdsOfOne how many of them one guest may have opened
 * @param capacity the bytes that all may have together
 * @param capacityKey the setting that says so
 */
record NutsDbSettings(
    Optional<Path> root,
    long largest,
    int mostDatabases,
    int mostIds,
    int mostIdsOfOne,
    long capacity,
    String capacityKey) {
  private static final String IN_MEMORY = "memory-capacity";
  private static final String ON_DISK = "disk-capacity";
  private static final long LEAST = 64 * 1024;

  static NutsDbSettings of(PluginConfig config) throws PluginException {
    Optional<Path> root = config.path("root");
    long memory = config.bytes(IN_MEMORY);
    long disk = config.bytes(ON_DISK);
    NutsDbSettings settings =
        new NutsDbSettings(
            root,
            config.bytes("max-size"),
            config.number("max-databases", 1, 10_000),
            config.number("max-ids", 1, 1_000_000),
            config.number("max-ids-per-guest", 1, 1_000_000),
            root.isPresent() ? disk : memory,
            root.isPresent() ? ON_DISK : IN_MEMORY);
    if (settings.largest() < LEAST) {
      throw config.complaint("max-size", "must be at least 64 KiB");
    }
    config.rejectOthers();
    return settings;
  }
}
