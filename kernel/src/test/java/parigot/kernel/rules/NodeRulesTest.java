package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.RestartPolicy;
import parigot.kernel.RestartPolicy.When;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/** How the rules for one process read when guests are on several nodes. */
@Timeout(20)
class NodeRulesTest {
  private static final String GREETING = "greeting.v1.greeting";

  private static Set<Id> found(TestGuest caller) {
    return IntStream.range(0, 6)
        .mapToObj(turn -> caller.find(GREETING).service())
        .collect(Collectors.toSet());
  }

  @Test
  void instancesOnOtherNodesAreFoundByTurns() {
    TestNodes nodes = new TestNodes("a", "b", "c");
    TestGuest caller = nodes.on("a").main("hello");
    TestGuest one = nodes.on("b").server("greeting");
    TestGuest other = nodes.on("c").server("greeting");
    nodes.linkAll().startAll();

    Id ofOne = one.serve(GREETING, "FetchGreeting");
    Id ofOther = other.serve(GREETING, "FetchGreeting");

    assertThat(found(caller)).containsExactlyInAnyOrder(ofOne, ofOther);
  }

  @Test
  void withoutPreferLocalTheInstanceOnTheOwnNodeIsOneOfAll() {
    TestNodes nodes = new TestNodes(false, false, "a", "b");
    TestGuest caller = nodes.on("a").main("hello");
    TestGuest here = nodes.on("a").server("greeting");
    TestGuest there = nodes.on("b").server("greeting");
    nodes.linkAll().startAll();

    Id near = here.serve(GREETING, "FetchGreeting");
    Id far = there.serve(GREETING, "FetchGreeting");

    assertThat(found(caller)).containsExactlyInAnyOrder(near, far);
  }

  @Test
  void theHostIdOfAGuestOnAnotherNodeIsThatNodes() {
    TestNodes nodes = new TestNodes("a", "b", "c");
    TestGuest caller = nodes.on("a").main("hello");
    TestGuest one = nodes.on("b").server("one");
    TestGuest two = nodes.on("b").server("two");
    TestGuest three = nodes.on("c").server("three");
    nodes.linkAll().startAll();
    one.serve("one.v1.one", "Do");
    two.serve("two.v1.two", "Do");
    three.serve("three.v1.three", "Do");

    Id ofOne = Id.of(caller.locate("one.v1.one", Id.EMPTY).getHostId());
    assertThat(ofOne).isNotEqualTo(one.host);
    assertThat(Id.of(caller.locate("two.v1.two", Id.EMPTY).getHostId())).isEqualTo(ofOne);
    assertThat(Id.of(caller.locate("three.v1.three", Id.EMPTY).getHostId())).isNotEqualTo(ofOne);
  }

  @Test
  void aGuestIsStartedAgainByItsOwnNodeAndCallersOnOthersGoOnWithItsIds() {
    TestNodes nodes = new TestNodes("a", "b");
    TestApplication b = nodes.on("b");
    TestGuest hello = nodes.on("a").main("hello");
    RestartPolicy restart =
        new RestartPolicy(
            When.ON_FAILURE,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            10,
            Duration.ofMinutes(1));
    TestGuest greeting =
        b.admit(new GuestSpec("greeting", 1, 1, GuestKind.SERVER, 4096, 9, 9, 9, restart));
    nodes.linkAll().startAll();
    greeting.serve(GREETING, "FetchGreeting");
    greeting.next();
    hello.useOnly(GREETING);
    hello.next();
    TestGuest.Target target = hello.find(GREETING);
    hello.dispatch(target, "French");
    greeting.nextCall();

    b.end(greeting, new Ending.Failed("it trapped"));

    CallFailure failure = hello.next().getResolved().getFailure();
    assertThat(failure.getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
    assertThat(failure.getMayHaveRun()).isTrue();
    nodes.pass(Duration.ofSeconds(2));
    TestGuest again = b.startedAgain().get(0);
    assertThat(again.serve(GREETING, "FetchGreeting")).isEqualTo(target.service());
    again.next();
    Id call = hello.dispatch(target, "French");
    again.answer(again.nextCall(), "bonjour");
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(call);
  }

  @Test
  void whatTheOtherKernelRefusesHasItsReasonAndHasNotRun() {
    TestNodes nodes = new TestNodes("a", "b");
    TestGuest hello = nodes.on("a").main("hello");
    TestGuest greeting =
        nodes.on("b").admit(new GuestSpec("greeting", 1, 1, GuestKind.SERVER, 4096, 9, 1));
    nodes.linkAll().startAll();
    greeting.serve(GREETING, "FetchGreeting");
    greeting.next();
    TestGuest.Target target = hello.find(GREETING);
    hello.dispatch(target, "is in the mailbox");

    Id refused = hello.dispatch(target, "finds it full");

    var resolved = hello.next().getResolved();
    assertThat(Id.of(resolved.getCallId())).isEqualTo(refused);
    assertThat(resolved.getFailure().getReason()).isEqualTo(KernelErr.WriteTimeout);
    assertThat(resolved.getFailure().getMayHaveRun()).isFalse();
  }

  @Test
  void theExitCodeIsTheFirstThatIsNotZeroInTheOrderOfTheNodesNames() {
    TestNodes nodes = new TestNodes("a", "b", "c");
    TestGuest ofA = nodes.on("a").main("one");
    TestGuest ofB = nodes.on("b").main("two");
    TestGuest ofC = nodes.on("c").main("three");
    nodes.linkAll().startAll();

    nodes.on("c").end(ofC, new Ending.Exited(5));
    nodes.on("b").end(ofB, new Ending.Exited(4));
    assertThat(nodes.on("a").endedWith()).isEmpty();
    nodes.on("a").end(ofA, new Ending.Exited(0));

    for (String node : new String[] {"a", "b", "c"}) {
      assertThat(nodes.on(node).endedWith()).hasValue(4);
    }
  }
}
