package parigot.guest;

import log.v1.LogLevel;
import parigot.message.MessageWriter;

/** Where lines of the log go. */
@FunctionalInterface
interface LogTarget {
  /** Writes one line. Never throws: a program does not fail because it cannot log. */
  void write(LogLevel level, String line);

  /** That of the program that runs. */
  static LogTarget current() {
    Host host = Host.current();
    return host == null ? LogTarget::toStandardError : of(host);
  }

  /** The log of the application. */
  static LogTarget of(Host host) {
    return (level, line) -> {
      try {
        host.log(request(host.realTime(), level, line));
      } catch (SystemCallException refused) {
        // The host limits what a guest may log, and counts what it leaves out.
        return;
      }
    };
  }

  /** A serialized {@code log.v1.LogRequest}. */
  private static byte[] request(long nanos, LogLevel level, String line) {
    long billion = 1_000_000_000;
    MessageWriter out = new MessageWriter();
    out.writeString(3, line);
    out.writeInt32(2, level.getNumber());
    int end = out.size();
    out.writeInt32(2, (int) Math.floorMod(nanos, billion));
    out.writeInt64(1, Math.floorDiv(nanos, billion));
    out.endMessage(1, end);
    return out.toByteArray();
  }

  private static void toStandardError(LogLevel level, String line) {
    System.err.println(level.name().substring("LOG_LEVEL_".length()) + " " + line);
  }
}
