package parigot.maven;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Methods of {@code java.util} and {@code java.time}, compiled into guests in place of TeaVM's. */
final class UtilAsJava {
  private UtilAsJava() {}

  static final class OfOptional {
    private OfOptional() {}

    @Override
    public String toString() {
      Optional<?> self = (Optional<?>) (Object) this;
      return self.isPresent() ? bracketed("Optional[", self.get()) : "Optional.empty";
    }
  }

  static final class OfOptionalInt {
    private OfOptionalInt() {}

    @Override
    public String toString() {
      OptionalInt self = (OptionalInt) (Object) this;
      return self.isPresent() ? bracketed("OptionalInt[", self.getAsInt()) : "OptionalInt.empty";
    }
  }

  static final class OfOptionalLong {
    private OfOptionalLong() {}

    @Override
    public String toString() {
      OptionalLong self = (OptionalLong) (Object) this;
      return self.isPresent() ? bracketed("OptionalLong[", self.getAsLong()) : "OptionalLong.empty";
    }
  }

  static final class OfOptionalDouble {
    private OfOptionalDouble() {}

    @Override
    public String toString() {
      OptionalDouble self = (OptionalDouble) (Object) this;
      return self.isPresent()
          ? bracketed("OptionalDouble[", self.getAsDouble())
          : "OptionalDouble.empty";
    }
  }

  static String bracketed(String start, Object value) {
    return start.concat(String.valueOf(value)).concat("]");
  }

  static final class OfIntSummaryStatistics {
    private OfIntSummaryStatistics() {}

    @Override
    public String toString() {
      IntSummaryStatistics self = (IntSummaryStatistics) (Object) this;
      return String.format(
          "IntSummaryStatistics{count=%d, sum=%d, min=%d, average=%f, max=%d}",
          self.getCount(), self.getSum(), self.getMin(), self.getAverage(), self.getMax());
    }
  }

  static final class OfLongSummaryStatistics {
    private OfLongSummaryStatistics() {}

    @Override
    public String toString() {
      LongSummaryStatistics self = (LongSummaryStatistics) (Object) this;
      return String.format(
          "LongSummaryStatistics{count=%d, sum=%d, min=%d, average=%f, max=%d}",
          self.getCount(), self.getSum(), self.getMin(), self.getAverage(), self.getMax());
    }
  }

  static final class OfDoubleSummaryStatistics {
    private OfDoubleSummaryStatistics() {}

    @Override
    public String toString() {
      DoubleSummaryStatistics self = (DoubleSummaryStatistics) (Object) this;
      return String.format(
          "DoubleSummaryStatistics{count=%d, sum=%f, min=%f, average=%f, max=%f}",
          self.getCount(), self.getSum(), self.getMin(), self.getAverage(), self.getMax());
    }
  }

  /** Of streams of objects: TeaVM's asks each stage of a flat map alone. */
  static final class OfStream {
    private OfStream() {}

    @SuppressWarnings("unchecked")
    public Stream<Object> distinct() {
      return ((Stream<Object>) (Object) this).filter(new First());
    }
  }

  /** Whether it sees a value for the first time. */
  static final class First implements Predicate<Object> {
    private final Set<Object> seen = new HashSet<>();

    @Override
    public boolean test(Object value) {
      return seen.add(value);
    }
  }

  @SuppressWarnings({"JavaDurationGetSecondsToToSeconds", "JavaDurationGetSecondsGetNano"})
  static final class OfDuration {
    private static final long MINUTE = 60;
    private static final long DAY = 86_400;

    private OfDuration() {}

    private Duration self() {
      return (Duration) (Object) this;
    }

    public long toSeconds() {
      return self().getSeconds();
    }

    public long toDaysPart() {
      return self().getSeconds() / DAY;
    }

    public int toHoursPart() {
      return (int) (self().toHours() % 24);
    }

    public int toMinutesPart() {
      return (int) (self().toMinutes() % MINUTE);
    }

    public int toSecondsPart() {
      return (int) (self().getSeconds() % MINUTE);
    }

    public int toMillisPart() {
      return self().getNano() / 1_000_000;
    }

    public int toNanosPart() {
      return self().getNano();
    }
  }

  static final class OfLocalDate {
    private OfLocalDate() {}

    public Stream<LocalDate> datesUntil(LocalDate end) {
      long from = ((LocalDate) (Object) this).getLong(ChronoField.EPOCH_DAY);
      long to = end.toEpochDay();
      if (to < from) {
        throw new IllegalArgumentException(
            end.toString().concat(" < ").concat(((LocalDate) (Object) this).toString()));
      }
      return LongStream.range(from, to).mapToObj(new OfDay());
    }
  }

  static final class OfDay implements LongFunction<LocalDate> {
    @Override
    public LocalDate apply(long day) {
      return LocalDate.ofEpochDay(day);
    }
  }
}
