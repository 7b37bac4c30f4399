package parigot.bench;

import java.util.Locale;

/** What a value counts, and how a person reads it. */
enum Unit {
  NANOS("ns"),
  PER_SECOND("calls/s"),
  BYTES("bytes"),
  PROCESSORS("processors"),
  TIMES("times");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** How the JSON names it. */
  String symbol() {
    return symbol;
  }

  String print(double value) {
    return switch (this) {
      case NANOS -> nanos(value);
      case PER_SECOND -> String.format(Locale.ROOT, "%,.0f/s", value);
      case BYTES -> bytes(value);
      case PROCESSORS -> String.format(Locale.ROOT, "%.2f", value);
      case TIMES -> String.format(Locale.ROOT, "%.2f ×", value);
    };
  }

  private static String nanos(double value) {
    if (value < 100_000) {
      return String.format(Locale.ROOT, "%.2f µs", value / 1e3);
    }
    return value < 1e9
        ? String.format(Locale.ROOT, "%.1f ms", value / 1e6)
        : String.format(Locale.ROOT, "%.2f s", value / 1e9);
  }

  private static String bytes(double value) {
    return value < 1 << 20
        ? String.format(Locale.ROOT, "%.1f KiB", value / (1 << 10))
        : String.format(Locale.ROOT, "%.1f MiB", value / (1 << 20));
  }
}
