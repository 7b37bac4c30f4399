package parigot.guest;

import log.v1.LogLevel;
import log.v1.LogRequest;
import parigot.message.wellknown.Timestamp;

/** Where lines of the log go. */
@FunctionalInterface
interface LogTarget {
  /** Writes one line. Never throws: a program does not fail because it cannot log. */
  void write(LogLevel level, String line);

  /** That of the program that runs. */
  static LogTarget current() {
    return Callbacks.isGuest() ? of(WasmHost.INSTANCE) : LogTarget::toStandardError;
  }

  /** The log of the application. */
  static LogTarget of(Host host) {
    return (level, line) -> {
      try {
        host.call(
            SystemCall.LOG,
            LogRequest.newBuilder()
                .setStamp(stamp(host.realTime()))
                .setLevel(level)
                .setMessage(line)
                .build());
      } catch (RuntimeException notLogged) {
        toStandardError(level, line);
      }
    };
  }

  private static Timestamp stamp(long nanos) {
    long billion = 1_000_000_000;
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(nanos, billion))
        .setNanos((int) Math.floorMod(nanos, billion))
        .build();
  }

  private static void toStandardError(LogLevel level, String line) {
    String prefix = "LOG_LEVEL_";
    String name = level.name();
    System.err.println(
        (name.startsWith(prefix) ? name.substring(prefix.length()) : name) + " " + line);
  }
}
