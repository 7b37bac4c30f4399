package parigot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void aRatioIsTheMedianOfTheRoundsRatios() {
    // In the second round the machine was ten times slower, for both.
    Map<String, Iterator<Double>> values =
        Map.of(
            "ours", List.of(2.0, 20.0, 3.0).iterator(),
            "theirs", List.of(1.0, 10.0, 1.0).iterator());

    Comparison<String> comparison =
        Comparison.measure(3, List.of("ours", "theirs"), name -> values.get(name).next());

    assertThat(comparison.ratioTo("theirs")).isEqualTo(2.0);
    assertThat(comparison.median("ours")).isEqualTo(3.0);
    Line line = comparison.line("ours", "ours", Unit.NANOS);
    assertThat(line.low()).isEqualTo(2.0);
    assertThat(line.high()).isEqualTo(20.0);
    assertThat(line.ratio()).isEmpty();
  }

  @Test
  void subjectsTakeTurns() {
    StringBuilder order = new StringBuilder();

    Comparison.measure(
        2,
        List.of("a", "b"),
        name -> {
          order.append(name);
          return 1;
        });

    assertThat(order).hasToString("abab");
  }

  @Test
  void quantilesAreThoseOfAllThatWasAdded() {
    Quantiles quantiles = new Quantiles();
    quantiles.add(new int[] {5, 1, 4});
    quantiles.add(new int[] {2, 3});

    assertThat(quantiles.at(0.5)).isEqualTo(3);
    assertThat(quantiles.at(0.99)).isEqualTo(5);
    quantiles.clear();
    assertThat(quantiles.at(0.5)).isZero();
  }
}
