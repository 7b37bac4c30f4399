package parigot.message;

/** The forms of {@code google.protobuf.Timestamp} and {@code google.protobuf.Duration}. */
final class JsonTimes {
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final long LONGEST_DURATION = 315_576_000_000L;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANO_DIGITS = 9;
  private static final long DAYS_IN_400_YEARS = 146_097;

  private JsonTimes() {}

  /** A time as both have it. */
  private record Time(long seconds, int nanos) {
    static Time read(MessageReader in) {
      long seconds = 0;
      int nanos = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case 1 << 3 | WireType.VARINT -> seconds = in.readInt64();
          case 2 << 3 | WireType.VARINT -> nanos = in.readInt32();
          default -> in.skipField(tag);
        }
      }
      return new Time(seconds, nanos);
    }

    void write(MessageWriter out) {
      if (nanos != 0) {
        out.writeInt32(2, nanos);
      }
      if (seconds != 0) {
        out.writeInt64(1, seconds);
      }
    }

    /** With three, six or nine digits, or none. */
    String fraction() {
      int rest = Math.abs(nanos);
      if (rest == 0) {
        return "";
      }
      String digits = padded(rest, NANO_DIGITS);
      int length = NANO_DIGITS;
      while (length > 3 && digits.startsWith("000", length - 3)) {
        length -= 3;
      }
      return "." + digits.substring(0, length);
    }
  }

  private static String padded(long number, int width) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** Reads digits of a text, and what must stand between them. */
  private static final class Scanner {
    private final String text;
    private int at;
    private boolean failed;

    Scanner(String text) {
      this.text = text;
    }

    boolean take(char wanted) {
      boolean there = at < text.length() && text.charAt(at) == wanted;
      at += there ? 1 : 0;
      return there;
    }

    void need(char wanted) {
      failed |= !take(wanted);
    }

    int digits(int count) {
      int value = 0;
      for (int i = 0; i < count; i++) {
        int digit = digit();
        failed |= digit < 0;
        value = value * 10 + digit;
      }
      return value;
    }

    /** The next digit; -1 when there is none. */
    int digit() {
      if (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        return text.charAt(at++) - '0';
      }
      return -1;
    }

    /** The nanoseconds behind a point; 0 when there is none. */
    int fraction() {
      if (!take('.')) {
        return 0;
      }
      int nanos = 0;
      int count = 0;
      for (int digit = digit(); digit >= 0; digit = digit()) {
        nanos = count < NANO_DIGITS ? nanos * 10 + digit : nanos;
        count++;
      }
      failed |= count == 0 || count > NANO_DIGITS;
      for (; count < NANO_DIGITS; count++) {
        nanos *= 10;
      }
      return nanos;
    }

    boolean isDone() {
      return !failed && at == text.length();
    }
  }

  /** {@code "2026-11-28T19:00:00.5Z"}. */
  static final class OfTimestamp extends JsonShape {
    private static final String EXPECTED = "a time as \"2026-11-28T19:00:00Z\"";

    @Override
    void write(MessageReader in, JsonOutput out) {
      Time time = Time.read(in);
      if (time.seconds < FIRST_SECOND
          || time.seconds > LAST_SECOND
          || time.nanos < 0
          || time.nanos >= NANOS_PER_SECOND) {
        throw new IllegalArgumentException(
            "a google.protobuf.Timestamp of "
                + time.seconds
                + " seconds and "
                + time.nanos
                + " nanoseconds is not between the years 1 and 9999");
      }
      long second = Math.floorMod(time.seconds, SECONDS_PER_DAY);
      out.raw('"').raw(date(Math.floorDiv(time.seconds, SECONDS_PER_DAY))).raw('T');
      out.raw(padded(second / 3600, 2)).raw(':').raw(padded(second / 60 % 60, 2)).raw(':');
      out.raw(padded(second % 60, 2)).raw(time.fraction()).raw("Z\"");
    }

    /** The date so many days after the first of 1970, counted in years that begin in March. */
    private static String date(long epochDay) {
      long day = epochDay + 719_468;
      long era = Math.floorDiv(day, DAYS_IN_400_YEARS);
      long dayOfEra = day - era * DAYS_IN_400_YEARS;
      long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
      long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
      long march = (5 * dayOfYear + 2) / 153;
      long month = march < 10 ? march + 3 : march - 9;
      long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
      return padded(year, 4)
          + "-"
          + padded(month, 2)
          + "-"
          + padded(dayOfYear - (153 * march + 2) / 5 + 1, 2);
    }

    private static long epochDay(int year, int month, int day) {
      long ofMarch = month <= 2 ? year - 1 : year;
      long era = Math.floorDiv(ofMarch, 400L);
      long yearOfEra = ofMarch - era * 400;
      long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
      long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
      return era * DAYS_IN_400_YEARS + dayOfEra - 719_468;
    }

    @Override
    void read(Object json, MessageWriter out, JsonPath path) {
      Scanner text = new Scanner(path.text(json, EXPECTED));
      int year = text.digits(4);
      text.need('-');
      int month = text.digits(2);
      text.need('-');
      int day = text.digits(2);
      text.need('T');
      int hour = text.digits(2);
      text.need(':');
      int minute = text.digits(2);
      text.need(':');
      int second = text.digits(2);
      int nanos = text.fraction();
      long seconds = hour * 3600L + minute * 60L + second - offset(text);
      boolean valid =
          text.isDone()
              && month >= 1
              && month <= 12
              && day >= 1
              && hour < 24
              && minute < 60
              && second < 60;
      if (valid) {
        long first = epochDay(year, month, 1);
        long next = month == 12 ? epochDay(year + 1, 1, 1) : epochDay(year, month + 1, 1);
        seconds += (first + day - 1) * SECONDS_PER_DAY;
        valid = first + day - 1 < next && seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
      }
      if (!valid) {
        throw path.wrong(json, EXPECTED);
      }
      new Time(seconds, nanos).write(out);
    }

    private static int offset(Scanner text) {
      if (text.take('Z')) {
        return 0;
      }
      int sign = text.take('-') ? -1 : 1;
      if (sign > 0) {
        text.need('+');
      }
      int hours = text.digits(2);
      text.need(':');
      int minutes = text.digits(2);
      text.failed |= hours > 23 || minutes > 59;
      return sign * (hours * 3600 + minutes * 60);
    }
  }

  /** {@code "1.5s"}. */
  static final class OfDuration extends JsonShape {
    private static final String EXPECTED = "a time as \"1.5s\"";

    @Override
    void write(MessageReader in, JsonOutput out) {
      Time time = Time.read(in);
      boolean mixed = (time.seconds > 0 && time.nanos < 0) || (time.seconds < 0 && time.nanos > 0);
      if (time.seconds < -LONGEST_DURATION
          || time.seconds > LONGEST_DURATION
          || time.nanos <= -NANOS_PER_SECOND
          || time.nanos >= NANOS_PER_SECOND
          || mixed) {
        throw new IllegalArgumentException(
            "a google.protobuf.Duration of "
                + time.seconds
                + " seconds and "
                + time.nanos
                + " nanoseconds is none");
      }
      out.raw(time.seconds < 0 || time.nanos < 0 ? "\"-" : "\"");
      out.raw(Long.toString(Math.abs(time.seconds))).raw(time.fraction()).raw("s\"");
    }

    @Override
    void read(Object json, MessageWriter out, JsonPath path) {
      Scanner text = new Scanner(path.text(json, EXPECTED));
      int sign = text.take('-') ? -1 : 1;
      long seconds = text.digits(1);
      for (int digit = text.digit(); digit >= 0; digit = text.digit()) {
        seconds = Math.min(seconds * 10 + digit, LONGEST_DURATION + 1);
      }
      int nanos = text.fraction();
      text.need('s');
      if (!text.isDone() || seconds > LONGEST_DURATION) {
        throw path.wrong(json, EXPECTED);
      }
      new Time(sign * seconds, sign * nanos).write(out);
    }
  }
}
