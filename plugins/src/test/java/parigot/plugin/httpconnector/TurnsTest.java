package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom the receiver is called for next. */
class TurnsTest {
  private final Turns turns = new Turns(2);
  private final List<String> begun = new ArrayList<>();

  private void enter(String client, String request) {
    turns.enter(client, () -> begun.add(request));
  }

  @Test
  void soManyBeginAtOnceAndThenOneForEachThatEnds() {
    enter("a", "1");
    enter("a", "2");
    enter("a", "3");
    assertThat(begun).containsExactly("1", "2");
    turns.leave();
    assertThat(begun).containsExactly("1", "2", "3");
    turns.leave();
    turns.leave();
    enter("a", "4");
    enter("a", "5");
    enter("a", "6");
    assertThat(begun).endsWith("3", "4", "5");
  }

  @Test
  void clientsTakeTurns() {
    for (int i = 0; i < 102; i++) {
      enter("many", "many");
    }
    enter("b", "b1");
    enter("b", "b2");
    enter("c", "c1");
    begun.clear();
    for (int i = 0; i < 5; i++) {
      turns.leave();
    }
    assertThat(begun).containsExactly("many", "b1", "c1", "many", "b2");
  }

  @Test
  void whatEndsWhileItBeginsTakesNoStack() {
    enter("a", "1");
    enter("a", "2");
    int many = 100_000;
    for (int i = 0; i < many; i++) {
      turns.enter(
          "a",
          () -> {
            begun.add("more");
            turns.leave();
            return true;
          });
    }
    turns.leave();
    assertThat(begun).hasSize(2 + many);
    enter("a", "3");
    enter("a", "4");
    assertThat(begun).endsWith("more", "3");
  }

  @Test
  void whatIsNotWantedAnyMoreTakesNoTurn() {
    Turns.Request gone = () -> begun.add("gone");
    enter("a", "1");
    turns.enter("b", gone);
    turns.enter("a", () -> false);
    turns.enter("b", gone);
    enter("a", "2");
    enter("b", "3");
    assertThat(begun).containsExactly("1", "gone");
    assertThat(turns.withdraw("b", gone)).isTrue();
    assertThat(turns.withdraw("b", gone)).isFalse();
    assertThat(turns.withdraw("c", gone)).isFalse();
    turns.leave();
    turns.leave();
    assertThat(begun).containsExactlyInAnyOrder("1", "gone", "2", "3");
  }
}
