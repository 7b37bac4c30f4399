package parigot.plugin.httpconnector;

import java.time.Duration;
import java.util.List;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginException;

/**
 * What the configuration says about the HTTP server.
 *
 * @param host the address or name of the interface to listen on
 * @param port the port, or 0 for any that is free
 * @param maxHeaderSize the bytes that a request's first line and headers may have
 * @param maxBodySize the bytes that its body may have
 * @param ofAll what all clients may have together
 * @param ofEach what each may have
 * @param maxCalls how many calls the receiver may have at once
 * @param idleTimeout how long a connection may be silent
 * @param headerTimeout how long a client may take to send headers
 * @param bodyTimeout how long it may take to send a body
 * @param answerTimeout how long it may take to read an answer
 */
record HttpConnectorSettings(
    String host,
    int port,
    int maxHeaderSize,
    int maxBodySize,
    Shares.Bounds ofAll,
    Shares.Bounds ofEach,
    int maxCalls,
    Duration idleTimeout,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration answerTimeout) {
  private static final int LEAST_HEADERS = 256;
  private static final int MOST_HEADERS = 1024 * 1024;
  private static final int MOST_BODY = 512 * 1024 * 1024;

  static HttpConnectorSettings of(PluginConfig config) throws PluginException {
    HttpConnectorSettings settings =
        new HttpConnectorSettings(
            config.text("interface", "the address or the name of an interface of this machine"),
            config.number("port", 0, 65_535),
            size(config, "max-header-size", LEAST_HEADERS, MOST_HEADERS),
            size(config, "max-body-size", 1, MOST_BODY),
            bounds(config, ""),
            bounds(config, "-per-client"),
            config.number("max-calls", 1, 1_000_000),
            config.duration("idle-timeout"),
            config.duration("header-timeout"),
            config.duration("body-timeout"),
            config.duration("answer-timeout"));
    config.rejectOthers();
    for (String memory : List.of("max-memory", "max-memory-per-client")) {
      requireRoom(config, "max-header-size", ClientEndPoint.COPIES_OF_TEXT, memory);
      requireRoom(config, "max-body-size", BodyReader.COPIES, memory);
    }
    return settings;
  }

  /** What could never be taken is not to be promised. */
  private static void requireRoom(PluginConfig config, String size, int times, String memory)
      throws PluginException {
    long sizeBytes = config.bytes(size);
    long memoryBytes = config.bytes(memory);
    if (sizeBytes <= memoryBytes / times) {
      return;
    }
    // Whoever wrote one of the two into the configuration is told about that one.
    throw config.isDefault(size)
        ? config.complaint(
            memory,
            "must be at least %d times %s, which is %d B, and is %d B"
                .formatted(times, size, sizeBytes, memoryBytes))
        : config.complaint(
            size,
            "counts %d times in %s, which is %d B, so it must be at most %d B, and is %d B"
                .formatted(times, memory, memoryBytes, memoryBytes / times, sizeBytes));
  }

  private static Shares.Bounds bounds(PluginConfig config, String suffix) throws PluginException {
    return new Shares.Bounds(
        config.number("max-connections" + suffix, 1, 1_000_000),
        config.number("max-requests" + suffix, 1, 1_000_000),
        config.bytes("max-memory" + suffix));
  }

  private static int size(PluginConfig config, String key, int least, int most)
      throws PluginException {
    long bytes = config.bytes(key);
    if (bytes < least || bytes > most) {
      throw config.complaint(
          key, "must be a size from %d B to %d B, and is %d B".formatted(least, most, bytes));
    }
    return (int) bytes;
  }
}
