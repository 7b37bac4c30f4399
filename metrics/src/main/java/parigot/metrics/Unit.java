package parigot.metrics;

/** What a {@link Metric} is measured in. */
public enum Unit {
  /** Seconds. */
  SECONDS,
  /** Bytes. */
  BYTES,
  /** It is counted. */
  NONE
}
