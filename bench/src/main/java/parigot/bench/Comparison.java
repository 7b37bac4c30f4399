package parigot.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Several subjects measured in turns, and each compared with the first. A ratio is the median of
 * the rounds' ratios: a round's subjects met the same machine.
 */
final class Comparison<S> {
  private final List<S> subjects;
  private final Map<S, List<Double>> values = new LinkedHashMap<>();

  private Comparison(List<S> subjects) {
    this.subjects = subjects;
    subjects.forEach(subject -> values.put(subject, new ArrayList<>()));
  }

  static <S> Comparison<S> measure(int rounds, List<S> subjects, ToDoubleFunction<S> measuring) {
    Comparison<S> comparison = new Comparison<>(subjects);
    for (int round = 0; round < rounds; round++) {
      for (S subject : subjects) {
        comparison.values.get(subject).add(measuring.applyAsDouble(subject));
      }
    }
    return comparison;
  }

  /**
   * Compares what has been measured in turns already.
   *
   * @param values of a subject, one of each round
   */
  static <S> Comparison<S> of(List<S> subjects, Function<S, List<Double>> values) {
    Comparison<S> comparison = new Comparison<>(subjects);
    subjects.forEach(subject -> comparison.values.get(subject).addAll(values.apply(subject)));
    return comparison;
  }

  double median(S subject) {
    return median(values.get(subject));
  }

  /** How the first compares with this one. */
  double ratioTo(S subject) {
    List<Double> first = values.get(subjects.get(0));
    List<Double> other = values.get(subject);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < first.size(); round++) {
      ratios.add(first.get(round) / other.get(round));
    }
    return median(ratios);
  }

  Line line(S subject, String label, Unit unit) {
    List<Double> sorted = values.get(subject).stream().sorted().toList();
    Line line =
        new Line(
            label,
            unit,
            median(sorted),
            sorted.get(0),
            sorted.get(sorted.size() - 1),
            OptionalDouble.empty(),
            "");
    return subject.equals(subjects.get(0)) ? line : line.beside(ratioTo(subject));
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
