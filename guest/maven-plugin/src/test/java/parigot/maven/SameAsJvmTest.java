package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same program on the JVM and as WebAssembly, value by value. What differs is in the guide.
 * {@code -Dconformance.random=100000} tries as many random operands for each method and operator,
 * and takes long.
 */
@Tag("once")
class SameAsJvmTest {
  private static final long RANDOM = Long.getLong("conformance.random", 500);
  private static final int CALLS = 2_000;

  @TempDir Path folder;
  private BothWays both;

  @BeforeEach
  void inTheFolder() throws Exception {
    both = new BothWays(folder, RANDOM);
  }

  @Test
  void mathematicsIsThatOfStrictMath() throws Exception {
    Api api = new Api(Set.of("Math.random"), CALLS).withCorners();

    BothWays.Found found = both.compare(api.of("java.lang.Math").toList());

    assertThat(found.refused()).isEmpty();
    assertThat(found.different()).isEmpty();
  }

  @Test
  void operatorsAreThoseOfJava() throws Exception {
    BothWays.Found found = both.compare(Operators.all().toList());

    assertThat(found.refused()).isEmpty();
    assertThat(found.different()).isEmpty();
  }

  @Test
  void floatingPointNumbersAreTheKindThatTheyAre() throws Exception {
    Api api = new Api(Set.of(), CALLS).withCorners();
    both.with("Values", api::with);
    Stream<Case> kinds = Stream.of("java.lang.Float", "java.lang.Double").flatMap(api::of);

    BothWays.Found found = both.compare(kinds.filter(each -> each.name().contains(".is")).toList());

    assertThat(found.refused()).isEmpty();
    assertThat(found.different()).isEmpty();
  }

  @Test
  void exceptionsKeepWhatTheySuppressedAndWhatCausedThem() throws Exception {
    BothWays.Printed printed = both.printed(BothWays.text("Exceptions"));

    assertThat(printed.asWasm()).isEqualTo(printed.onTheJvm()).contains("suppressed");
  }

  @Test
  void arraysCastsAndClassesAreThoseOfJava() throws Exception {
    BothWays.Printed printed = both.printed(BothWays.text("Checked"));

    assertThat(printed.asWasm()).isEqualTo(printed.onTheJvm()).contains("ArrayStoreException");
  }

  @Test
  void handlersFindWhatWasAssignedAndWhatNobodyUsesThrowsAllTheSame() throws Exception {
    BothWays.Printed printed = both.printed(BothWays.text("Handlers"));

    assertThat(printed.different()).isEmpty();
  }

  @Test
  void whatServicesDoDailyIsThatOfJava() throws Exception {
    BothWays.Printed printed = both.printed(BothWays.text("Daily"));

    assertThat(printed.different()).isEmpty();
  }

  @Test
  void exceptionsAndArraysAreWholeWhateverIsCollectedMeanwhile() throws Exception {
    BothWays.Printed printed = both.printed(BothWays.text("Collected"));

    assertThat(printed.asWasm()).isEqualTo(printed.onTheJvm()).contains("180000 were caught");
  }

  @Test
  void formatsCodesCausesAndCopiesAreThoseOfJava() throws Exception {
    BothWays.Printed printed = both.printed(BothWays.text("Formats"));

    assertThat(printed.different()).isEmpty();
  }
}
