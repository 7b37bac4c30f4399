package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those learn that provide threads. */
@Timeout(20)
class LongEventsTest {
  private final LongEvents longEvents = new LongEvents();
  private final List<String> told = new ArrayList<>();
  private final LongEvents.Listener threads =
      new LongEvents.Listener() {
        @Override
        public void begun(int count) {
          told.add("begun " + count);
        }

        @Override
        public void look(int count) {
          told.add("look " + count);
        }
      };

  @Test
  void theyAreToldOfEachThatBeginsAndOfHowManyThereAre() {
    longEvents.tell(threads);
    longEvents.begun();
    longEvents.begun();
    longEvents.look();
    longEvents.ended();
    longEvents.look();
    longEvents.ended();
    longEvents.look();

    assertThat(told).containsExactly("begun 1", "begun 2", "look 2", "look 1", "look 0");
  }

  @Test
  void whoIsForgottenIsToldNoMore() {
    longEvents.tell(threads);
    longEvents.forget(threads);
    longEvents.begun();
    longEvents.look();

    assertThat(told).isEmpty();
    assertThat(longEvents.count()).isEqualTo(1);
  }
}
