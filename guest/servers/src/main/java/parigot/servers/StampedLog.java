package parigot.servers;

import java.time.Instant;
import java.util.function.Supplier;
import log.v1.Log;
import log.v1.LogLevel;
import log.v1.LogRequest;
import parigot.guest.Future;
import parigot.message.wellknown.Timestamp;

/** Gives each event a time and a level, where its guest did not. */
final class StampedLog implements Log {
  private final Log plugin;
  private final Supplier<Instant> now;

  StampedLog(Log plugin, Supplier<Instant> now) {
    this.plugin = plugin;
    this.now = now;
  }

  @Override
  public Future<Void> log(LogRequest request) {
    LogRequest.Builder event = request.toBuilder();
    if (!request.hasStamp()) {
      event.setStamp(Timestamp.of(now.get()));
    }
    if (request.getLevel() == LogLevel.LOG_LEVEL_UNSPECIFIED) {
      event.setLevel(LogLevel.LOG_LEVEL_INFO);
    }
    return plugin.log(event.build());
  }
}
