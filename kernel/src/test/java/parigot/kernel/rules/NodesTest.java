package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.CallView;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.NodeView;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallContext;
import parigot.v1.host.CallFailure;
import parigot.v1.host.OutsideClient;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;

/** One application over several kernels, whose links a test makes and cuts. */
@Timeout(20)
class NodesTest {
  private static final String GREETING = "greeting.v1.greeting";

  private final TestNodes nodes = new TestNodes("a", "b");
  private final TestApplication a = nodes.on("a");
  private final TestApplication b = nodes.on("b");
  private final TestGuest hello = a.main("hello");
  private final TestGuest greeting = b.server("greeting");
  private Id greetingService;
  private TestGuest.Target target;

  private void run() {
    nodes.linkAll().startAll();
    greetingService = greeting.serve(GREETING, "FetchGreeting");
    greeting.next();
    hello.useOnly(GREETING);
    hello.next();
    target = hello.find(GREETING);
  }

  private static CallFailure failure(ReadOneResponse event) {
    assertThat(event.getResolved().hasFailure()).as(event.toString()).isTrue();
    return event.getResolved().getFailure();
  }

  @Test
  void nothingBeginsBeforeAllNodesAreLinkedAndReady() {
    a.start();
    nodes.linkAll();
    assertThat(a.hasBegun()).isFalse();

    b.start();

    assertThat(a.hasBegun()).isTrue();
    assertThat(b.hasBegun()).isTrue();
  }

  @Test
  void otherCodeOfAGuestOnAnotherNodeIsSaidOnceAndShown() {
    TestGuest there = b.admit(TestApplication.spec("store", GuestKind.SERVER).withCode("old"));
    TestGuest same = b.admit(TestApplication.spec("shop", GuestKind.SERVER).withCode("same"));
    TestGuest here = a.admit(TestApplication.spec("store", GuestKind.SERVER).withCode("new"));
    a.admit(TestApplication.spec("shop", GuestKind.SERVER).withCode("same"));
    nodes.linkAll().startAll();

    there.serve("store.v1.store", "Put");
    same.serve("shop.v1.shop", "Buy");
    nodes.cut("a", "b").link("a", "b");

    assertThat(a.kernel.nodes()).extracting(NodeView::otherCode).containsExactly(List.of("store"));
    assertThat(a.reports(Effect.Severity.WARNING))
        .containsOnlyOnce("Node b runs other code of the guest store than this node.")
        .noneMatch(line -> line.contains("shop"));
    // It is not refused.
    here.useOnly("store.v1.store");
    assertThat(here.next().getResolved().getResultError()).isZero();
  }

  @Test
  void aNodeThatIsMissingIsNamedWhenTheStartHasWaitedTooLong() {
    a.start().pass(Duration.ofSeconds(60));

    assertThat(a.reports(Effect.Severity.ERROR))
        .containsExactly("Not begun: within 60 s (join-timeout) there was no link to node b.");
    assertThat(a.hasBegun()).isFalse();
    assertThat(a.endedWith()).hasValue(194);
  }

  @Test
  void aGuestLaunchesWhenWhatItRequiresRunsOnAnotherNode() {
    nodes.linkAll().startAll();
    hello.useOnly(GREETING);
    assertThat(hello.poke()).isEmpty();

    greeting.serve(GREETING, "FetchGreeting");

    assertThat(hello.next().getResolved().getResultError()).isZero();
    assertThat(a.allLaunched()).isTrue();
    assertThat(b.allLaunched()).isTrue();
  }

  @Test
  void aCallIsAnsweredByAGuestOfAnotherNodeUnderTheSameIds() {
    run();
    assertThat(target.service()).isEqualTo(greetingService);

    Id call = hello.dispatch(target, "French");
    ReadOneResponse event = greeting.next();
    assertThat(Id.of(event.getBundle().getCallId())).isEqualTo(call);
    assertThat(event.getParamOrResult()).isEqualTo(TestGuest.any("French"));
    greeting.answer(call, "bonjour");

    ReadOneResponse resolved = hello.next();
    assertThat(resolved.getResolved().getResult()).isEqualTo(TestGuest.any("bonjour"));
    assertThat(Id.of(resolved.getResolved().getCallId())).isEqualTo(call);
    assertThat(a.kernel.calls(0)).isEmpty();
    assertThat(b.kernel.calls(0)).isEmpty();
  }

  @Test
  void headersOfACallReachAGuestOfAnotherNode() {
    TestGuest large = b.admit(new GuestSpec("large", 1, 1, GuestKind.SERVER, 1 << 22, 10, 10));
    run();
    large.serve("large.v1.large", "Take");
    large.next();
    Map<String, String> headers = Map.of("user", "ada", "traceparent", "00-1-2-01");

    assertThat(hello.dispatchWith(hello.find("large.v1.large"), headers))
        .isEqualTo(KernelErr.NoError);

    assertThat(large.next().getBundle().getContext().getHeaderMap()).isEqualTo(headers);
  }

  @Test
  void theHostAloneSaysForWhomACallIsMade() {
    GuestSpec large = new GuestSpec("large", 1, 1, GuestKind.SERVER, 1 << 22, 10, 10);
    TestGuest far = b.admit(large);
    TestGuest near = a.admit(large);
    TestGuest host = a.admit(new GuestSpec("host", 1, 1, GuestKind.EMBEDDER, 1 << 22, 10, 10));
    run();
    far.serve("far.v1.far", "Take");
    far.next();
    near.serve("near.v1.near", "Take");
    near.next();
    OutsideClient client =
        OutsideClient.newBuilder().setAddress("192.0.2.7").setCertificateName("ada").build();
    CallContext said = CallContext.newBuilder().putHeader("x", "y").setClient(client).build();

    assertThat(host.dispatchWith(host.find("far.v1.far"), said)).isEqualTo(KernelErr.NoError);
    assertThat(host.dispatchWith(host.find("near.v1.near"), said)).isEqualTo(KernelErr.NoError);
    assertThat(hello.dispatchWith(hello.find("far.v1.far"), said)).isEqualTo(KernelErr.NoError);

    CallContext atNear = near.next().getBundle().getContext();
    assertThat(atNear.getClient()).isEqualTo(client);
    assertThat(atNear.getHeaderMap()).isEqualTo(Map.of("x", "y"));
    CallContext atFar = far.next().getBundle().getContext();
    assertThat(atFar.getClient()).isEqualTo(client);
    assertThat(atFar.getHeaderMap()).isEqualTo(Map.of("x", "y"));
    CallContext ofGuest = far.next().getBundle().getContext();
    assertThat(ofGuest.hasClient()).isFalse();
    assertThat(ofGuest.getHeaderMap()).isEqualTo(Map.of("x", "y"));
  }

  @Test
  void whoAnswersTooLateIsToldAndTheCallersChainNamesTheNodes() {
    run();
    hello.dispatch(target, "French");
    Id call = greeting.nextCall();

    nodes.pass(Duration.ofMillis(2450));
    assertThat(greeting.errorOfAnswer(call, "bonjour")).isNotEqualTo(KernelErr.NoError);
    CallFailure failure = failure(hello.next());

    assertThat(failure.getReason()).isEqualTo(KernelErr.RunTimeout);
    assertThat(failure.getMayHaveRun()).isTrue();
    assertThat(failure.getChainList())
        .containsExactly("a/hello -> b/greeting.FetchGreeting (busy 2.4 s in it)");
  }

  @Test
  void aCallThatWasUnderWayForLongerThanItsCallerWaitsDoesNotRun() {
    run();
    nodes.slow = true;
    hello.dispatch(target, "French");
    nodes.pump(Duration.ofMillis(2500));

    assertThat(greeting.poke()).isEmpty();
    CallFailure failure = failure(hello.next());
    assertThat(failure.getReason()).isEqualTo(KernelErr.RunTimeout);
    assertThat(failure.getMayHaveRun()).isFalse();
  }

  @Test
  void aLostLinkFailsWhatWasWrittenAsPerhapsRunAndWhatWasNotAsNotRun() {
    run();
    Id written = hello.dispatch(target, "French");
    greeting.nextCall();
    nodes.slow = true;
    Id unwritten = hello.dispatch(target, "German");
    nodes.cut("a", "b");

    ReadOneResponse first = hello.next();
    ReadOneResponse second = hello.next();
    assertThat(List.of(first, second))
        .extracting(event -> Id.of(event.getResolved().getCallId()))
        .containsExactly(written, unwritten);
    assertThat(failure(first).getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
    assertThat(failure(first).getMayHaveRun()).isTrue();
    assertThat(failure(second).getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
    assertThat(failure(second).getMayHaveRun()).isFalse();
    assertThat(greeting.errorOfAnswer(written, "bonjour")).isEqualTo(KernelErr.CallerUnavailable);
    assertThat(greeting.poke()).isEmpty();
  }

  @Test
  void aCallToANodeThatIsAwayFailsAtOnceAndIdsHoldWhenItIsLinkedAgain() {
    run();
    nodes.cut("a", "b");

    hello.dispatch(target, "French");
    CallFailure failure = failure(hello.next());
    assertThat(failure.getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
    assertThat(failure.getMayHaveRun()).isFalse();
    assertThat(failure.getDetail()).isEqualTo("b/greeting is on node b, which is away.");
    assertThat(hello.error(SystemCall.LOCATE, hello.locating(GREETING, Id.EMPTY).build()))
        .isEqualTo(KernelErr.NotFound);

    nodes.link("a", "b");
    Id call = hello.dispatch(target, "French");
    greeting.answer(greeting.nextCall(), "bonjour");
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(call);
  }

  @Test
  void aProcessThatComesBackBeginsAtOnceAndItsNamesHaveTheIdsThatTheyHad() {
    run();
    nodes.kill("b");
    TestApplication again = nodes.boot("b");
    TestGuest newGreeting = again.server("greeting");
    nodes.link("a", "b");
    again.start();

    assertThat(again.hasBegun()).isTrue();
    assertThat(newGreeting.serve(GREETING, "FetchGreeting")).isEqualTo(greetingService);
    newGreeting.next();
    Id call = hello.dispatch(target, "French");
    newGreeting.answer(newGreeting.nextCall(), "bonjour");
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(call);
  }

  @Test
  void ofWhatOthersRememberTheIdsThatWereUsedLastCount() {
    TestNodes three = new TestNodes("a", "b", "c");
    TestGuest first = three.on("c").server("greeting");
    three.linkAll().startAll();
    Id firstId = first.serve(GREETING, "FetchGreeting");
    // The second process of c begins with b alone, which was started anew and knows nothing of it.
    three.kill("c").kill("b");
    three.boot("b");
    three.boot("c");
    three.link("a", "b");
    three.on("b").start();
    TestGuest second = three.on("c").server("greeting");
    three.link("b", "c");
    three.on("c").start();
    Id secondId = second.serve(GREETING, "FetchGreeting");
    assertThat(secondId).isNotEqualTo(firstId);

    // Node a remembers the first process, and b the second.
    three.kill("c");
    three.boot("c");
    TestGuest third = three.on("c").server("greeting");
    three.link("a", "c").link("b", "c");
    three.on("c").start();

    assertThat(third.serve(GREETING, "FetchGreeting")).isEqualTo(secondId);
  }

  @Test
  void guestsOfTwoNodesThatWaitForEachOtherAreRefusedOnBoth() {
    nodes.linkAll().startAll();
    Id one = hello.register("one");
    hello.export(one, "one.v1.one").require(one, "two.v1.two");
    Id two = greeting.register("two");
    greeting.export(two, "two.v1.two").require(two, "one.v1.one");
    hello.launch(one);
    assertThat(hello.poke()).isEmpty();
    greeting.launch(two);

    assertThat(hello.next().getResolved().getResultError())
        .isEqualTo(KernelErr.DependencyCycle.getNumber());
    assertThat(greeting.next().getResolved().getResultError())
        .isEqualTo(KernelErr.DependencyCycle.getNumber());
    assertThat(a.reports(Effect.Severity.ERROR))
        .anyMatch(sentence -> sentence.contains("can never launch: one.v1.one -> two.v1.two"));
    assertThat(b.reports(Effect.Severity.ERROR))
        .anyMatch(sentence -> sentence.contains("can never launch: one.v1.one -> two.v1.two"));
    assertThat(a.endedWith()).hasValue(194);
    assertThat(b.endedWith()).hasValue(194);
  }

  @Test
  void theApplicationEndsOnAllNodesWhenTheMainsOfAllHaveEnded() {
    TestGuest other = b.main("other");
    run();
    other.useOnly(GREETING);
    a.end(hello, new Ending.Exited(0));
    assertThat(a.endedWith()).isEmpty();

    b.end(other, new Ending.Exited(3));

    assertThat(a.endedWith()).hasValue(3);
    assertThat(b.endedWith()).hasValue(3);
  }

  @Test
  void dependantsOnOtherNodesEndBeforeWhatTheyDependOn() {
    TestGuest client = a.server("client");
    nodes.linkAll().startAll();
    greeting.serve(GREETING, "FetchGreeting");
    client.useOnly(GREETING);
    a.obedient = false;
    a.end(hello, new Ending.Exited(0));
    assertThat(b.stopped()).isEmpty();
    assertThat(a.stopped()).containsExactly("client");

    a.end(client, new Ending.Stopped());

    assertThat(b.stopped()).containsExactly("greeting");
    assertThat(b.endedWith()).hasValue(0);
  }

  @Test
  void anExitOfAllEndsTheApplicationOnAllNodes() {
    run();
    hello.answer(hello.exitAll(Id.EXIT_SERVICE, 7), "");
    assertThat(greeting.next().getExit().getCode()).isEqualTo(7);
    assertThat(b.reports(Effect.Severity.INFO))
        .contains("Node a ends the application with code 7.");
  }

  @Test
  void aNodeThatStopsAnswersWhatIsUnderWayAndTheOthersGoOn() {
    run();
    b.drainsAtOnce = true;
    Id call = hello.dispatch(target, "French");
    Id served = greeting.nextCall();
    b.shutdown(0);
    assertThat(b.stopped()).isEmpty();

    hello.dispatch(target, "German");
    CallFailure refused = failure(hello.next());
    assertThat(refused.getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
    assertThat(refused.getMayHaveRun()).isFalse();
    greeting.answer(served, "bonjour");

    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(call);
    assertThat(b.endedWith()).hasValue(0);
    assertThat(a.endedWith()).isEmpty();
  }

  @Test
  void aCallThatWasNotCarriedOutGoesToAnotherInstanceWhereThatIsWanted() {
    TestNodes three = new TestNodes(true, "a", "b", "c");
    TestGuest caller = three.on("a").main("hello");
    TestGuest onB = three.on("b").server("greeting");
    TestGuest onC = three.on("c").server("greeting");
    three.linkAll().startAll();
    Id serviceOnB = onB.serve(GREETING, "FetchGreeting");
    onB.next();
    caller.useOnly(GREETING);
    caller.next();
    TestGuest.Target toB = caller.find(GREETING);
    assertThat(toB.service()).isEqualTo(serviceOnB);
    onC.serve(GREETING, "FetchGreeting");
    onC.next();

    three.on("b").shutdown(0);
    Id call = caller.dispatch(toB, "French");
    onC.answer(onC.nextCall(), "bonjour");
    ReadOneResponse resolved = caller.next();
    assertThat(Id.of(resolved.getResolved().getCallId())).isEqualTo(call);
    assertThat(Id.of(resolved.getResolved().getMethodId())).isEqualTo(toB.method());

    three.cut("a", "b");
    caller.dispatch(toB, "German");
    onC.answer(onC.nextCall(), "hallo");
    assertThat(caller.next().getResolved().getResult()).isEqualTo(TestGuest.any("hallo"));
  }

  @Test
  void anInstanceOnTheOwnNodeIsPreferred() {
    TestNodes three = new TestNodes("a", "b");
    TestGuest caller = three.on("a").main("hello");
    TestGuest here = three.on("a").server("greeting");
    TestGuest there = three.on("b").server("greeting");
    three.linkAll().startAll();
    there.serve(GREETING, "FetchGreeting");
    Id near = here.serve(GREETING, "FetchGreeting");

    Set<Id> found =
        List.of(1, 2, 3, 4).stream()
            .map(turn -> caller.find(GREETING).service())
            .collect(Collectors.toSet());
    assertThat(found).containsExactly(near);
  }

  @Test
  void moreThanTheQueueMayHoldIsRefusedAsNotRun() {
    run();
    nodes.slow = true;
    String half = "x".repeat(3000);
    for (int i = 0; i < 400; i++) {
      hello.dispatch(target, half);
    }

    CallFailure failure = failure(hello.next());
    assertThat(failure.getReason()).isEqualTo(KernelErr.WriteTimeout);
    assertThat(failure.getMayHaveRun()).isFalse();
    assertThat(failure.getDetail()).contains("wait for the link to node b");
    nodes.pump();
    Id call = hello.dispatch(target, "again");
    assertThat(a.kernel.calls(0)).extracting(CallView::call).contains(call);
  }
}
