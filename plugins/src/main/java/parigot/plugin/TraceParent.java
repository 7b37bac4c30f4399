package parigot.plugin;

/**
 * Of which trace a call is a part, as two headers of the W3C's Trace Context say it.
 *
 * @param traceparent as {@code 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}; what is
 *     none is left out later
 * @param tracestate what others keep with the trace; may be empty
 */
public record TraceParent(String traceparent, String tracestate) {
  /** The name of the header that says it. */
  public static final String HEADER = "traceparent";

  /** The name of the other one. */
  public static final String STATE_HEADER = "tracestate";

  private static final int ID_BEGIN = 3;
  private static final int ID_END = 35;

  /** The trace's id, in hex; nothing where {@code traceparent} is too short to have one. */
  public String traceId() {
    return traceparent.length() < ID_END ? "" : traceparent.substring(ID_BEGIN, ID_END);
  }
}
