package parigot.plugin;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of what guests have to say: the logger {@value #LOGGER}, with the guest's name in the MDC
 * under {@value #GUEST}. Guests are other people's programs, so their text is shown with everything
 * replaced that could steer the reader's terminal or pass for a line of somebody else's. From any
 * thread.
 */
public final class GuestLog {
  /** The logger's name. */
  public static final String LOGGER = "parigot.guest";

  /** The MDC key of the guest's name. */
  public static final String GUEST = "guest";

  /**
   * The MDC key of the guests that a line is about which somebody else says, such as the kernel of
   * a guest's end: their names, separated by commas.
   */
  public static final String ABOUT = "about";

  /** The MDC key of the time that the guest gave, in ISO 8601; absent when it gave none. */
  public static final String STAMP = "stamp";

  /** The MDC key of the id of the trace that a line is a part of; absent when there is none. */
  public static final String TRACE = "trace_id";

  /** Marks what a guest called fatal, for SLF4J has no such level. */
  public static final Marker FATAL = MarkerFactory.getMarker("FATAL");

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private GuestLog() {}

  /** Has something logged that is about these guests: whoever looks for one of them finds it. */
  public static void about(Collection<String> guests, Runnable logging) {
    String before = MDC.get(ABOUT);
    MDC.put(ABOUT, String.join(",", guests));
    try {
      logging.run();
    } finally {
      if (before == null) {
        MDC.remove(ABOUT);
      } else {
        MDC.put(ABOUT, before);
      }
    }
  }

  /** As above, about one. */
  public static void about(String guest, Runnable logging) {
    about(List.of(guest), logging);
  }

  /** Whether anything logged at this level is kept. */
  public static boolean isEnabled(Level level) {
    return LOG.isEnabledForLevel(level);
  }

  /** Logs what a guest wrote. */
  public static void log(String guest, Level level, String text) {
    log(guest, level, Optional.empty(), text);
  }

  /**
   * Logs what a guest wrote.
   *
   * @param trace of which trace it is a part
   */
  public static void log(String guest, Level level, Optional<TraceParent> trace, String text) {
    log(guest, level, Optional.empty(), Optional.empty(), trace, text);
  }

  /**
   * Logs an event of a guest.
   *
   * @param stamp when it happened, by the guest's own clock
   * @param marker goes with it
   * @param trace of which trace it is a part
   */
  public static void log(
      String guest,
      Level level,
      Optional<Instant> stamp,
      Optional<Marker> marker,
      Optional<TraceParent> trace,
      String text) {
    MDC.put(GUEST, guest);
    trace.ifPresent(of -> MDC.put(TRACE, of.traceId()));
    stamp.ifPresent(time -> MDC.put(STAMP, time.toString()));
    try {
      LoggingEventBuilder event = LOG.atLevel(level);
      marker.map(event::addMarker).orElse(event).log("{}", printable(text));
    } finally {
      MDC.remove(STAMP);
      MDC.remove(TRACE);
      MDC.remove(GUEST);
    }
  }

  /** The text as it is safe to show, on one line; a line's end at its end is dropped. */
  public static String printable(String text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    int i = 0;
    while (i < end && !steers(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    if (i >= end) {
      return text.substring(0, end);
    }
    StringBuilder shown = new StringBuilder(end + 16).append(text, 0, i);
    while (i < end) {
      int c = text.codePointAt(i);
      if (!steers(c)) {
        shown.appendCodePoint(c);
      } else if (c < 0x100) {
        shown.append("\\x%02x".formatted(c));
      } else {
        shown.append("\\u%04x".formatted(c));
      }
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  /** Control characters, line ends of any kind, changes of the writing's direction, half pairs. */
  private static boolean steers(int c) {
    return c != '\t'
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              true;
          case Character.FORMAT ->
              (c >= 0x202a && c <= 0x202e)
                  || (c >= 0x2066 && c <= 0x2069)
                  || c == 0x200e
                  || c == 0x200f
                  || c == 0x061c;
          default -> false;
        };
  }
}
