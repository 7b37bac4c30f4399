package parigot.kernel;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of which trace something is a part, and which span of it caused it: what the W3C's Trace Context
 * says in {@code traceparent} and {@code tracestate}. It travels with every call, whether anybody
 * keeps traces or not.
 *
 * @param traceHigh the upper half of the trace's id
 * @param traceLow the lower half of it
 * @param span the span that causes what comes
 * @param parent the span that caused that one; 0 when there is none, or it is not known here
 * @param flags those of the W3C
 * @param state what others keep with the trace, unread
 */
public record TraceContext(
    long traceHigh, long traceLow, long span, long parent, int flags, String state) {
  /** Part of no trace. */
  public static final TraceContext NONE = new TraceContext(0, 0, 0, 0, 0, "");

  /** The flag of a trace that is to be kept. */
  public static final int SAMPLED = 1;

  /** What of a {@code tracestate} is handed on at least, by the W3C: longer ones are left out. */
  private static final int LONGEST_STATE = 512;

  private static final Pattern TRACEPARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e\\t]*");

  /** The flags that mean something: that it is sampled, and that its id is random. */
  private static final int KNOWN_FLAGS = 3;

  /**
   * Reads what a client has sent.
   *
   * @param traceparent as {@code 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}
   * @param tracestate nothing when there is none
   * @return {@link #NONE} for what is no trace
   */
  public static TraceContext of(String traceparent, String tracestate) {
    Matcher parts = TRACEPARENT.matcher(traceparent.strip());
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || (parts.group(1).equals("00") && parts.group(5) != null)) {
      return NONE;
    }
    long high = HexFormat.fromHexDigitsToLong(parts.group(2), 0, 16);
    long low = HexFormat.fromHexDigitsToLong(parts.group(2), 16, 32);
    long span = HexFormat.fromHexDigitsToLong(parts.group(3));
    if ((high == 0 && low == 0) || span == 0) {
      return NONE;
    }
    boolean isKept = tracestate.length() <= LONGEST_STATE && STATE.matcher(tracestate).matches();
    int flags = HexFormat.fromHexDigits(parts.group(4)) & KNOWN_FLAGS;
    return new TraceContext(high, low, span, 0, flags, isKept ? tracestate : "");
  }

  /** Whether it is part of a trace. */
  public boolean isPresent() {
    return span != 0;
  }

  /** Whether who began the trace wants it to be kept. */
  public boolean isSampled() {
    return (flags & SAMPLED) != 0;
  }

  /** What comes because of this span of the same trace, which this one has caused. */
  public TraceContext child(long childSpan) {
    return new TraceContext(traceHigh, traceLow, childSpan, span, flags, state);
  }

  /** As {@code 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}. */
  public String traceparent() {
    HexFormat hex = HexFormat.of();
    return "00-" + traceId() + "-" + spanId() + "-" + hex.toHexDigits((byte) flags);
  }

  /** The trace's id, in hex. */
  public String traceId() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(traceHigh) + hex.toHexDigits(traceLow);
  }

  /** The span's id, in hex. */
  public String spanId() {
    return HexFormat.of().toHexDigits(span);
  }
}
