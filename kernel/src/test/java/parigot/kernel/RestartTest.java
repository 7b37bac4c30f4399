package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
