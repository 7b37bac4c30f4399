package parigot.plugin.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginException;

/**
 * What the configuration says about queues.
 *
 * @param file where they are kept; in memory without one
 * @param visibilityTimeout how long a message that was received stays hidden from others
 * @param largest how many bytes all of them may take
 * @param sizeKey the setting that says so
 * @param mostQueues how many there may be
 */
record QueueSettings(
    Optional<Path> file, Duration visibilityTimeout, long largest, String sizeKey, int mostQueues) {
  private static final long LEAST = 64 * 1024;
  private static final String IN_MEMORY = "memory-capacity";
  private static final String ON_DISK = "disk-capacity";
  private static final Duration LONGEST = Duration.ofDays(365);

  static QueueSettings of(PluginConfig config) throws PluginException {
    Optional<Path> file = config.path("file");
    long memory = config.bytes(IN_MEMORY);
    long disk = config.bytes(ON_DISK);
    String sizeKey = file.isPresent() ? ON_DISK : IN_MEMORY;
    QueueSettings settings =
        new QueueSettings(
            file,
            config.duration("visibility-timeout"),
            file.isPresent() ? disk : memory,
            sizeKey,
            config.number("max-queues", 1, 1_000_000));
    if (settings.visibilityTimeout().compareTo(LONGEST) > 0) {
      throw config.complaint("visibility-timeout", "must be at most 365 days");
    }
    if (settings.largest() < LEAST) {
      throw config.complaint(sizeKey, "must be at least 64 KiB");
    }
    config.rejectOthers();
    return settings;
  }
}
