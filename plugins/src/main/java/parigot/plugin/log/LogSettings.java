package parigot.plugin.log;

import parigot.plugin.PluginConfig;
import parigot.plugin.PluginException;

/**
 * What the configuration says about the log.
 *
 * @param linesPerSecond how many lines a guest may log a second in the long run
 * @param burst how many it may log at once
 * @param longestMessage how many characters of a message are kept
 */
record LogSettings(int linesPerSecond, int burst, int longestMessage) {

  static LogSettings of(PluginConfig config) throws PluginException {
    LogSettings settings =
        new LogSettings(
            config.number("lines-per-second", 1, 1_000_000),
            config.number("burst", 1, 1_000_000),
            config.number("longest-message", 16, 1_000_000));
    config.rejectOthers();
    return settings;
  }
}
