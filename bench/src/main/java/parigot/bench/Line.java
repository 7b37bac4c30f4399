package parigot.bench;

import java.util.OptionalDouble;

/**
 * One line of a result.
 *
 * @param subject what was measured
 * @param value the median of its rounds
 * @param low the smallest of its rounds
 * @param high the largest
 * @param ratio the first line's value divided by this one's, where the two are to be compared
 * @param note what a reader should know, or nothing
 */
record Line(
    String subject,
    Unit unit,
    double value,
    double low,
    double high,
    OptionalDouble ratio,
    String note) {

  static Line of(String subject, Unit unit, double value) {
    return new Line(subject, unit, value, value, value, OptionalDouble.empty(), "");
  }

  Line beside(double quotient) {
    return new Line(subject, unit, value, low, high, OptionalDouble.of(quotient), note);
  }

  Line note(String said) {
    return new Line(subject, unit, value, low, high, ratio, said);
  }
}
