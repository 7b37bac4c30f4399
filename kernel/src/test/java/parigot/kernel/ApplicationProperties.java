package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for whatever guests do, in whatever order their messages and their ends arrive. */
class ApplicationProperties {

  @Property(tries = 5_000)
  void everyCallEndsOnceNoIdComesTwiceAndNothingIsLeft(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int services) {
    new RandomApplication(seed, services).run();
  }

  @Property(tries = 500)
  void theSameInputsHaveTheSameEffects(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int services) {
    RandomApplication first = new RandomApplication(seed, services);
    first.run();
    RandomApplication second = new RandomApplication(seed, services);
    second.run();

    assertThat(second.effects).isEqualTo(first.effects);
    assertThat(second.kernel.lateAnswers()).isEqualTo(first.kernel.lateAnswers());
  }
}
