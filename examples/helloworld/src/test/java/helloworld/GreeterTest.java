package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import greeting.v1.FetchGreetingRequest;
import greeting.v1.FetchGreetingResponse;
import greeting.v1.GreetErr;
import greeting.v1.Greeting;
import greeting.v1.Tongue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import parigot.guest.Fake;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.OutcomeUnknownException;
import parigot.guest.ServiceException;
import parigot.guest.TestGuest;

/** The unit test that the guide for guests shows, of what calls a service. */
class GreeterTest {
  private static final FetchGreetingRequest FRENCH =
      FetchGreetingRequest.newBuilder().setTongue(Tongue.French).build();

  private final FetchGreetingResponse bonjour =
      FetchGreetingResponse.newBuilder().setGreeting("bonjour").build();

  /** Asks for a greeting, and once more when the service does not know the tongue yet. */
  private record Greeter(Guest guest, Greeting greeting) {
    private Future<String> welcome() {
      return greeting
          .fetchGreeting(FRENCH)
          .recoverWith(
              error -> {
                guest.log().info("asks again");
                return error instanceof ServiceException
                    ? greeting.fetchGreeting(FRENCH)
                    : Future.failed(error);
              })
          .map(FetchGreetingResponse::getGreeting);
    }
  }

  @Test
  void aGreeterAsksAgainAndThenGivesUp() {
    try (TestGuest test = TestGuest.open()) {
      Fake<Greeting> greeting = test.fake(Greeting.class);
      greeting.on(Greeting::fetchGreeting).once().fail(GreetErr.UnknownLang);
      greeting.on(Greeting::fetchGreeting).after(Duration.ofSeconds(1)).answer(bonjour);
      Greeter greeter = new Greeter(test.guest(), Greeting.client(test.guest()));

      assertThat(test.await(greeter.welcome())).isEqualTo("bonjour");
      assertThat(greeting.on(Greeting::fetchGreeting).requests()).hasSize(2);

      greeting.on(Greeting::fetchGreeting).neverAnswer();
      assertThat(test.awaitError(greeter.welcome())).isInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void theServiceItselfAnswersInTheBytesOfAnApplication() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(Greeting.service(new GreetingService()));
      Greeting greeting = Greeting.client(test.guest());
      assertThat(test.await(greeting.fetchGreeting(FRENCH)).getGreeting()).isEqualTo("bonjour");
    }
  }

  @Test
  void theGuideShowsThisTest() throws IOException {
    String name = "aGreeterAsksAgainAndThenGivesUp";
    Pattern test = Pattern.compile("@Test\n *void " + name + ".*?\n *}\n *}\n", Pattern.DOTALL);
    assertThat(found(test, Path.of("../../guest/README.md")))
        .isEqualTo(found(test, Path.of("src/test/java/helloworld/GreeterTest.java")));
  }

  private static String found(Pattern pattern, Path file) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(file).replaceAll("(?m)^ +", ""));
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }
}
