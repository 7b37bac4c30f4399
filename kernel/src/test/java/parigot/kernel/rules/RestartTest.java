package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.Identities;

@Timeout(20)
class RestartTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest hello = application.main("hello");
  private final TestGuest greeting = application.server("greeting");
  private TestGuest.Target target;

  @BeforeEach
  void start() {
    application.start();
    greeting.serve("greeting.v1.greeting", "FetchGreeting", "Other");
    target = hello.find("greeting.v1.greeting");
  }

  private TestGuest again() {
    application.end(greeting, new Ending.Failed("it trapped."));
    return application.server("greeting");
  }

  @Test
  void aGuestStartedAgainKeepsTheIdsOfItsNamesAndHasANewHost() {
    TestGuest again = again();

    assertThat(again.host).isNotEqualTo(greeting.host);
    assertThat(again.registered("another name").getExistedPreviously()).isFalse();
    assertThat(again.registered("greeting.v1.greeting").getExistedPreviously()).isTrue();
    assertThat(again.bind(target.service(), "Third"))
        .isNotEqualTo(again.bind(target.service(), "Other"));
    assertThat(again.bind(target.service(), "FetchGreeting")).isEqualTo(target.method());
  }

  @Test
  void severalServicesOfOneNameKeepTheirIdsInOrder() {
    Id second = greeting.register("greeting.v1.greeting");
    TestGuest again = again();

    assertThat(again.register("greeting.v1.greeting")).isEqualTo(target.service());
    assertThat(again.register("greeting.v1.greeting")).isEqualTo(second);
    assertThat(again.register("greeting.v1.greeting")).isNotIn(target.service(), second);
  }

  @Test
  void ofEarlierLivesNoMoreIsKeptThanOneLifeMayBringAlong() {
    TestGuest guest = greeting;
    Id first = guest.register("life 0");
    for (int life = 1; life <= 3 * GuestSpec.DEFAULT_SERVICES; life++) {
      application.end(guest, new Ending.Failed("it trapped."));
      guest = application.server("greeting");
      assertThat(guest.serve("greeting.v1.greeting", "FetchGreeting")).isEqualTo(target.service());
      assertThat(guest.bind(target.service(), "FetchGreeting")).isEqualTo(target.method());
      Id only = guest.register("life " + life);
      guest.bind(only, "Do");
    }
    application.end(guest, new Ending.Failed("it trapped."));
    TestGuest again = application.server("greeting");

    assertThat(again.registered("life 0").getExistedPreviously()).isFalse();
    assertThat(again.register("life 0")).isNotEqualTo(first);
    assertThat(again.registered("life 299").getExistedPreviously()).isTrue();
    assertThat(again.bind(again.register("greeting.v1.greeting"), "Other")).isNotNull();
    assertThat(again.register("greeting.v1.greeting")).isNotEqualTo(target.service());
  }

  @Test
  void methodsOfEarlierLivesAreForgottenInTheOrderInWhichTheyWereBound() {
    Identities identities = new Identities();
    Id service = new Id(IdKind.SERVICE.letter(), 1);
    for (int i = 0; i < 10; i++) {
      identities.remember("s", service);
      identities.remember(service, "m" + i, new Id(2, i));
      identities.remember(service, "always", new Id(3, 3));
    }
    identities.trim(1, 4);

    assertThat(identities.methods(service)).containsOnlyKeys("m7", "m8", "m9", "always");
    assertThat(identities.service("s", 0)).contains(service);
    identities.trim(0, 0);
    assertThat(identities.service("s", 0)).isEmpty();
    assertThat(identities.methods(service)).isEmpty();
  }

  @Test
  void aClientThatLocatedOnceReachesTheNewHost() {
    TestGuest again = again();
    again.serve("greeting.v1.greeting", "FetchGreeting");
    again.next();

    hello.dispatch(target, "still there?");

    assertThat(again.next().getParamOrResult()).isEqualTo(TestGuest.any("still there?"));
  }

  @Test
  void aCallThatComesBeforeTheGuestRunsAgainIsHeld() {
    TestGuest again = again();
    Id service = again.register("greeting.v1.greeting");
    hello.dispatch(target, "early");
    again.bind(service, "FetchGreeting");
    assertThat(again.poke()).isEmpty();

    again.launch(service);

    again.next();
    assertThat(again.next().getParamOrResult()).isEqualTo(TestGuest.any("early"));
  }

  @Test
  void anotherInstanceHasIdsOfItsOwn() {
    TestGuest other =
        application.admit(new GuestSpec("other", 2, 2, GuestKind.SERVER, 4096, 10, 10));

    assertThat(other.register("greeting.v1.greeting")).isNotEqualTo(target.service());
  }

  @Test
  void aGuestThatLivesCannotBeStartedAgain() {
    assertThatThrownBy(() -> application.server("greeting"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("greeting is admitted already and has not ended.");
  }

  @Test
  void aGuestStartedLaterHasTheWholeLaunchTimeout() {
    application.pass(TestApplication.SETTINGS.launchTimeout().multipliedBy(3));
    TestGuest again = again();
    Id service = again.register("greeting.v1.greeting");
    again.require(service, "missing.v1.missing");
    again.launch(service);

    application.pass(TestApplication.SETTINGS.launchTimeout().minusNanos(1));
    assertThat(application.endedWith()).isEmpty();
    application.pass(Duration.ofNanos(1));

    assertThat(application.endedWith()).hasValue(194);
  }

  private TestGuest replaced(TestGuest guest) {
    int before = application.startedAgain().size();
    application.replace(guest);
    assertThat(application.startedAgain()).hasSize(before + 1);
    return application.startedAgain().get(before);
  }

  @Test
  void aReplacedServerBeginsAnewAtOnceWithTheSameIds() {
    hello.dispatch(target, "to the old one");

    TestGuest again = replaced(greeting);

    assertThat(hello.next().getResolved().getResultError()).isEqualTo(1);
    assertThat(application.stopped()).containsExactly("greeting");
    assertThat(application.runs(again)).isFalse();
    assertThat(again.serve("greeting.v1.greeting", "FetchGreeting")).isEqualTo(target.service());
    assertThat(application.runs(again)).isTrue();
    again.next();
    hello.dispatch(target, "to the new one");
    assertThat(again.next().getParamOrResult()).isEqualTo(TestGuest.any("to the new one"));
  }

  @Test
  void aReplacedMainIsNotTheEndOfTheApplication() {
    TestGuest again = replaced(hello);

    assertThat(application.endedWith()).isEmpty();
    application.end(again, new Ending.Exited(7));
    assertThat(application.endedWith()).hasValue(7);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void aGuestThatStaysEndedIsStartedByBeingReplaced() {
    application.end(greeting, new Ending.Failed("it trapped."));
    assertThat(application.startedAgain()).isEmpty();

    TestGuest again = replaced(greeting);

    assertThat(again.serve("greeting.v1.greeting", "FetchGreeting")).isEqualTo(target.service());
  }

  @Test
  void whoDoesNotEndToBeReplacedIsEndedAfterTheGrace() {
    application.obedient = false;
    application.replace(greeting);
    assertThat(application.killed()).isEmpty();

    application.pass(TestApplication.SETTINGS.exitGrace());

    assertThat(application.killed()).containsExactly("greeting");
    application.end(greeting, new Ending.Stopped());
    assertThat(application.startedAgain()).hasSize(1);
  }

  @Test
  void whatEndsIsNotReplaced() {
    application.obedient = false;
    application.shutdown(0);

    application.replace(greeting);
    application.end(greeting, new Ending.Stopped());

    assertThat(application.startedAgain()).isEmpty();
  }
}
