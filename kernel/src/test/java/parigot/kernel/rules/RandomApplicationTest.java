package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import parigot.kernel.Effect;

/** What holds for whatever guests do, in whatever order their messages and their ends arrive. */
@Tag("once")
class RandomApplicationTest {

  @Property(tries = 5_000)
  void everyCallEndsOnceNoIdComesTwiceAndNothingIsLeft(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int services) {
    new RandomApplication(seed, services).run();
  }

  @Property(tries = 5)
  void guestsStartedAgainAndCallsWithdrawnAreInTheseApplications(@ForAll long seed) {
    int restarts = 0;
    int withdrawals = 0;
    for (int i = 0; i < 10; i++) {
      RandomApplication application = new RandomApplication(seed + i, 30);
      application.run();
      restarts += application.restarts;
      withdrawals += application.withdrawals;
    }
    assertThat(restarts).isPositive();
    assertThat(withdrawals).isPositive();
  }

  @Property(tries = 500)
  void theRecordedInputsAloneHaveTheSameEffects(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int services) {
    RandomApplication application = new RandomApplication(seed, services);
    application.run();

    List<Effect> again = application.recorded.replay(TestApplication.SETTINGS);

    assertThat(again).isEqualTo(application.effects);
    assertThat(again).hasToString(application.effects.toString());
  }

  @Property(tries = 200)
  void theSameInputsHaveTheSameEffects(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int services) {
    RandomApplication first = new RandomApplication(seed, services);
    first.run();
    RandomApplication second = new RandomApplication(seed, services);
    second.run();

    for (int i = 0; i < Math.min(first.effects.size(), second.effects.size()); i++) {
      if (!first.effects.get(i).equals(second.effects.get(i))) {
        throw new AssertionError(
            "%s and %s".formatted(first.effects.get(i), second.effects.get(i)));
      }
    }
    assertThat(second.effects).hasSameSizeAs(first.effects);
    assertThat(second.kernel.lateAnswers()).isEqualTo(first.kernel.lateAnswers());
  }
}
