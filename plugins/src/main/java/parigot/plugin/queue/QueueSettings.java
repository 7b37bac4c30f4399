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
 */
record QueueSettings(Optional<Path> file, Duration visibilityTimeout) {
  private static final Duration LONGEST = Duration.ofDays(365);

  static QueueSettings of(PluginConfig config) throws PluginException {
    QueueSettings settings =
        new QueueSettings(config.path("file"), config.duration("visibility-timeout"));
    if (settings.visibilityTimeout().compareTo(LONGEST) > 0) {
      throw config.complaint("visibility-timeout", "must be at most 365 days");
    }
    config.rejectOthers();
    return settings;
  }
}
