package parigot.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Shown {
  private static final long KIB = 1024;
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  private Shown() {}

  /** As {@code 812 B}, {@code 128 KiB}, {@code 1.5 MiB}. */
  static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    double size = bytes;
    String unit = "B";
    for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
      if (size < KIB) {
        break;
      }
      size /= KIB;
      unit = next;
    }
    return number(size) + " " + unit;
  }

  /** As {@code 250 ms}, {@code 1.5 s}, {@code 3 min}, {@code 2 h}, {@code 4 d}. */
  static String duration(double seconds) {
    if (seconds < 1) {
      return "%d ms".formatted(Math.round(seconds * 1000));
    }
    if (seconds < 2 * MINUTE) {
      return number(seconds) + " s";
    }
    if (seconds < 2 * HOUR) {
      return "%d min".formatted((long) (seconds / MINUTE));
    }
    return seconds < 2 * DAY
        ? "%d h".formatted((long) (seconds / HOUR))
        : "%d d".formatted((long) (seconds / DAY));
  }

  /** As {@code 3 µs}, {@code 1.5 ms}, and longer ones as {@link #duration} has them. */
  static String shortTime(double seconds) {
    if (seconds < 1e-3) {
      return number(seconds * 1e6) + " µs";
    }
    return seconds < 1 ? number(seconds * 1e3) + " ms" : duration(seconds);
  }

  /** As {@code 0.2}, {@code 250}, {@code 12,000}. */
  static String rate(double perSecond) {
    return perSecond < 10 ? number(perSecond) : String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  /** With a decimal place below ten, unless that is nought. */
  private static String number(double number) {
    String text = String.format(Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
