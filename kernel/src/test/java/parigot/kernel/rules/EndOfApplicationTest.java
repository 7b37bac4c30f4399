package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.Id;

@Timeout(20)
class EndOfApplicationTest {
  private static final Duration GRACE = TestApplication.SETTINGS.exitGrace();

  private final TestApplication application = new TestApplication();

  @Test
  void itEndsWithTheFirstCodeThatIsNotZeroWhenTheLastMainHasEnded() {
    TestGuest zero = application.main("zero");
    TestGuest three = application.main("three");
    TestGuest five = application.main("five");
    TestGuest server = application.server("server");
    application.start();
    server.serve("server.v1.server");

    application.end(zero, new Ending.Exited(0)).end(five, new Ending.Exited(5));
    assertThat(application.endedWith()).isEmpty();
    application.end(three, new Ending.Exited(3));

    assertThat(application.stopped()).containsExactly("server");
    assertThat(application.endedWith()).hasValue(5);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void aMainsCodeIsNeverAbove192AndAFailureCountsAs195() {
    TestGuest large = application.main("large");
    application.start();
    application.end(large, new Ending.Exited(255));
    assertThat(application.endedWith()).hasValue(192);

    TestApplication second = new TestApplication();
    TestGuest trapped = second.main("trapped");
    second.start();
    second.end(trapped, new Ending.Failed("it divided by zero."));
    assertThat(second.endedWith()).hasValue(195);
    assertThat(second.reports(Effect.Severity.ERROR))
        .containsExactly("trapped failed: it divided by zero.");
  }

  @Test
  void withoutAMainItServesUntilItIsShutDown() {
    TestGuest server = application.server("server");
    application.start();
    server.serve("server.v1.server");
    application.pass(Duration.ofDays(1));
    assertThat(application.endedWith()).isEmpty();

    application.shutdown(0);

    assertThat(application.stopped()).containsExactly("server");
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void dependantsAreStoppedFirst() {
    TestGuest store = application.server("store");
    TestGuest greeting = application.server("greeting");
    TestGuest hello = application.main("hello");
    TestGuest alone = application.server("alone");
    application.start();
    store.serve("store.v1.store");
    Id service = greeting.register("greeting");
    greeting.export(service, "greeting.v1.greeting").require(service, "store.v1.store");
    greeting.launch(service);
    hello.useOnly("greeting.v1.greeting", "store.v1.store");
    alone.serve("alone.v1.alone");
    application.obedient = false;

    application.shutdown(130);

    assertThat(application.stopped()).containsExactly("hello", "alone");
    application.end(hello, new Ending.Stopped());
    assertThat(application.stopped()).containsExactly("hello", "alone", "greeting");
    application.end(alone, new Ending.Stopped());
    application.end(greeting, new Ending.Stopped());
    assertThat(application.stopped()).containsExactly("hello", "alone", "greeting", "store");
    application.end(store, new Ending.Stopped());
    assertThat(application.endedWith()).hasValue(130);
  }

  @Test
  void guestsThatNeedEachOtherAreStoppedTogether() {
    TestGuest a = application.server("a");
    TestGuest b = application.server("b");
    application.start();
    Id first = a.serve("a.v1.a");
    Id second = b.serve("b.v1.b");
    a.require(first, "b.v1.b");
    b.require(second, "a.v1.a");

    application.shutdown(0);

    assertThat(application.stopped()).containsExactly("a", "b");
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void whoHasNotEndedAfterTheGraceIsKilled() {
    TestGuest server = application.server("server");
    TestGuest busy = application.server("busy");
    application.start();
    server.serve("server.v1.server");
    Id service = busy.register("busy");
    busy.require(service, "server.v1.server");
    busy.launch(service);
    application.obedient = false;
    application.shutdown(0);
    application.pass(GRACE.minusNanos(1));
    assertThat(application.killed()).isEmpty();

    application.obedient = true;
    application.pass(Duration.ofNanos(1));

    assertThat(application.killed()).containsExactly("server", "busy");
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void aServerThatEndsBeforeItLaunchesEndsTheApplication() {
    application.main("main");
    TestGuest server = application.server("server");
    application.start();
    server.register("server");

    application.end(server, new Ending.Exited(0));

    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly("server exited with code 0 before it launched.");
    assertThat(application.stopped()).containsExactly("main");
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void aServerThatEndsLaterLeavesTheOthersGoing() {
    application.main("main");
    TestGuest server = application.server("server");
    application.start();
    server.serve("server.v1.server");

    application.end(server, new Ending.Failed("it ran over its limit."));

    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly("server failed: it ran over its limit.");
    assertThat(application.endedWith()).isEmpty();
    assertThat(application.stopped()).isEmpty();
  }

  @Test
  void aMainThatEndsBeforeLaunchingIsJustAMainThatEnded() {
    TestGuest main = application.main("main");
    application.start();
    Id service = main.register("main");
    main.require(service, "missing.v1.missing");
    main.launch(service);

    application.end(main, new Ending.Exited(2));

    assertThat(application.endedWith()).hasValue(2);
  }

  @Test
  void itEndsWhenNobodyIsLeft() {
    TestGuest server = application.server("server");
    application.start();
    server.serve("server.v1.server");

    application.end(server, new Ending.Failed("it trapped."));

    assertThat(application.endedWith()).hasValue(195);
  }

  @Test
  void anApplicationWithoutGuestsEndsAtOnce() {
    application.start();

    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void anEmbedderIsNotWaitedFor() {
    TestGuest embedder = application.admit(TestApplication.spec("host", GuestKind.EMBEDDER));
    TestGuest server = application.server("server");
    application.start();
    server.serve("server.v1.server", "Do");
    server.next();
    assertThat(application.allLaunched()).isTrue();
    embedder.dispatch(embedder.find("server.v1.server"), "");
    server.answer(server.nextCall(), "");
    assertThat(embedder.handed()).isPresent();

    application.shutdown(0);

    assertThat(application.stopped()).containsExactly("server");
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void theFirstCodeWinsAndEndingTwiceIsNothing() {
    TestGuest main = application.main("main");
    application.start();
    application.obedient = false;
    application.shutdown(143).shutdown(1);
    application.end(main, new Ending.Exited(5)).end(main, new Ending.Exited(5));

    assertThat(application.endedWith()).hasValue(143);
    assertThat(application.effects.stream().filter(Effect.ApplicationEnded.class::isInstance))
        .hasSize(1);
  }

  @Test
  void guestsServeOnUntilWhatIsUnderWayIsDone() {
    TestGuest server = application.server("server");
    TestGuest client = application.main("client");
    TestGuest asks = application.server("asks");
    application.start();
    server.serve("server.v1.server", "Do");
    client.useOnly("server.v1.server");
    Id asking = asks.serve("asks.v1.asks");
    server.next();
    client.next();
    application.drainsAtOnce = false;

    asks.exitAll(asking, 3);

    assertThat(application.effects).contains(new Effect.Drain());
    client.dispatch(client.find("server.v1.server"), "");
    server.answer(server.nextCall(), "");
    assertThat(client.handed()).isPresent();
    application.shutdown(1).end(asks, new Ending.Stopped()).pass(GRACE);
    assertThat(application.startedAgain()).isEmpty();
    assertThat(server.poke()).isEmpty();

    application.drained().drained();

    assertThat(server.poke()).isPresent();
    application.pass(GRACE);
    assertThat(application.endedWith()).hasValue(3);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void aLaunchThatFailsDrainsToo() {
    TestGuest server = application.server("server");
    TestGuest other = application.server("other");
    TestGuest third = application.server("third");
    application.start();
    server.serve("server.v1.server");
    other.register("other");
    third.register("third");
    application.drainsAtOnce = false;

    application.end(other, new Ending.Failed("it trapped.")).pass(Duration.ofDays(1));

    assertThat(application.effects).containsOnlyOnce(new Effect.Drain());
    assertThat(application.stopped()).isEmpty();
    application.end(third, new Ending.Exited(9));
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly("other failed before it launched: it trapped.");
    application.drained();
    assertThat(application.stopped()).containsExactly("server");
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void whoIsAloneEndsOnceNothingIsUnderWay() {
    TestGuest main = application.main("main");
    application.start();
    application.drainsAtOnce = false;

    application.end(main, new Ending.Exited(4));

    assertThat(application.endedWith()).isEmpty();
    assertThat(application.kernel.nextDeadline()).isEmpty();
    application.drained();
    assertThat(application.endedWith()).hasValue(4);
  }

  @Test
  void nothingIsLaunchedWhileItEnds() {
    TestGuest main = application.main("main");
    TestGuest server = application.server("server");
    application.start();
    main.useOnly("server.v1.server");
    application.obedient = false;
    application.shutdown(0);

    server.serve("server.v1.server");

    assertThat(main.poke()).isEmpty();
    assertThatThrownBy(() -> application.server("late"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("late cannot start: the application is ending.");
    application.end(main, new Ending.Stopped()).end(server, new Ending.Stopped());
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void callsThatWaitForAStoppedGuestFail() {
    TestGuest server = application.server("server");
    TestGuest busy = application.server("busy");
    application.start();
    server.serve("server.v1.server", "Do");
    Id service = busy.register("busy");
    busy.require(service, "server.v1.server");
    busy.launch(service);
    busy.next();
    application.obedient = false;
    busy.dispatch(busy.find("server.v1.server"), "");
    application.shutdown(0);

    application.end(server, new Ending.Stopped());

    assertThat(busy.next().getResolved().getResultError()).isEqualTo(1);
  }
}
