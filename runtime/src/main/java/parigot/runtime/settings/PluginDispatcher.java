package parigot.runtime.settings;

import java.time.Duration;

/**
 * The settings of {@code parigot.plugin-dispatcher}, the same for every plugin.
 *
 * @param timeout how long a call may take, where the plugin's own block says nothing
 * @param threads how many calls of one plugin run at once
 * @param queue how many more may wait for a thread
 * @param replacements how many threads that ignore an interrupt are replaced at a time
 * @param writeOffAfter how long after its interrupt a thread is written off
 * @param heapGate whether guests are kept from their next events while a call takes the last of the
 *     heap
 */
public record PluginDispatcher(
    Duration timeout,
    int threads,
    int queue,
    int replacements,
    Duration writeOffAfter,
    boolean heapGate) {

  static PluginDispatcher of(SettingsReader parigot) {
    SettingsReader reader = parigot.block("plugin-dispatcher");
    PluginDispatcher result =
        new PluginDispatcher(
            reader.duration("timeout"),
            reader.count("threads", 1, 1000),
            reader.count("queue", 1, 1_000_000),
            reader.count("replacements", 0, 1000),
            reader.duration("write-off-after"),
            reader.flag("heap-gate"));
    reader.rejectUnknown();
    return result;
  }
}
