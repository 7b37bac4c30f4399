package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Effect;
import parigot.kernel.Id;

/** Guests of several nodes whose calls wait for each other. */
@Timeout(20)
class NodeDeadlockTest {
  private static final String ENDING = ". They wait for each other, until their calls time out.";

  private final TestNodes nodes = new TestNodes("a", "b", "c");
  private final TestGuest one = nodes.on("a").server("one");
  private final TestGuest two = nodes.on("b").server("two");
  private final TestGuest three = nodes.on("c").server("three");
  private final TestGuest beside = nodes.on("b").server("beside");
  private final List<TestGuest> all = List.of(one, two, three, beside);

  @BeforeEach
  void start() {
    nodes.linkAll().startAll();
    for (TestGuest guest : all) {
      guest.serve("%s.v1.%s".formatted(guest.label, guest.label), "Do");
      guest.next();
    }
  }

  private static TestGuest.Target to(TestGuest from, TestGuest target) {
    return from.find("%s.v1.%s".formatted(target.label, target.label));
  }

  private static Id call(TestGuest from, TestGuest target) {
    return from.dispatch(to(from, target), "");
  }

  /** So long, while each of these guests takes all its events and does nothing. */
  private void pass(int millis, List<TestGuest> idle) {
    for (int passed = 0; passed < millis; passed += 100) {
      for (TestGuest guest : idle) {
        while (guest.poke().isPresent()) {
          // Taken.
        }
      }
      nodes.pass(Duration.ofMillis(100));
    }
  }

  private List<String> deadlocks() {
    return Stream.of("a", "b", "c")
        .flatMap(
            node ->
                nodes.on(node).reports(Effect.Severity.WARNING).stream()
                    .filter(sentence -> sentence.startsWith("Deadlock"))
                    .map(sentence -> node + ": " + sentence))
        .toList();
  }

  @Test
  void aRingOverThreeNodesIsReportedOnceByTheFirstOfThem() {
    call(one, two);
    call(two, three);
    call(three, one);

    pass(400, all);
    assertThat(deadlocks()).isEmpty();

    pass(1500, all);
    assertThat(deadlocks())
        .containsExactly(
            "a: Deadlock: a/one -> b/two.Do, b/two -> c/three.Do, c/three -> a/one.Do" + ENDING);
  }

  @Test
  void aRingThatLeadsThroughTwoGuestsOfOneNodeIsReported() {
    call(one, two);
    call(two, beside);
    call(beside, one);

    pass(1900, all);

    assertThat(deadlocks())
        .containsExactly(
            "a: Deadlock: a/one -> b/two.Do, b/two -> b/beside.Do, b/beside -> a/one.Do" + ENDING);
  }

  @Test
  void whoWaitsForARingIsNoPartOfIt() {
    call(one, two);
    call(two, three);
    call(three, two);

    pass(1900, all);

    assertThat(deadlocks())
        .containsExactly("b: Deadlock: b/two -> c/three.Do, c/three -> b/two.Do" + ENDING);
  }

  @Test
  void aGuestThatStillWorksMayAnswer() {
    call(one, two);
    call(two, one);
    one.nextCall();

    pass(1900, List.of(two, three));

    assertThat(deadlocks()).isEmpty();
  }

  @Test
  void aGuestThatWaitsForOneThatWaitsForNobodyMayAnswer() {
    call(one, two);
    call(two, one);
    call(two, three);

    pass(1900, all);

    assertThat(deadlocks()).isEmpty();
  }

  @Test
  void anAnswerThatIsUnderWayEndsTheWait() {
    call(one, two);
    Id first = two.nextCall();
    call(two, one);
    pass(600, all);
    nodes.slow = true;
    two.answer(first, "there");

    pass(1200, all);
    assertThat(deadlocks()).isEmpty();

    nodes.slow = false;
    nodes.pump();
    pass(300, all);
    assertThat(deadlocks()).isEmpty();
  }

  @Test
  void aNodeThatIsAwayEndsTheSearch() {
    call(one, two);
    call(two, three);
    call(three, one);
    pass(600, all);
    nodes.cut("a", "c");

    pass(1200, all);

    assertThat(deadlocks()).isEmpty();
  }
}
