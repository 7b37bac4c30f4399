package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import greeting.v1.FetchGreetingRequest;
import greeting.v1.FetchGreetingResponse;
import greeting.v1.GreetErr;
import greeting.v1.Greeting;
import greeting.v1.Tongue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.guest.Future;
import parigot.guest.ServiceException;

/** Tests guests as the plain Java that they are: no WebAssembly, no kernel. */
class ServiceTest {
  private final Greeting greeting = new GreetingService();

  private static FetchGreetingRequest in(Tongue tongue) {
    return FetchGreetingRequest.newBuilder().setTongue(tongue).build();
  }

  @ParameterizedTest
  @CsvSource({"English, hello", "French, bonjour", "German, guten Tag"})
  void greetsInTheTongueAskedFor(Tongue tongue, String words) {
    assertThat(greeting.fetchGreeting(in(tongue)).value().getGreeting()).isEqualTo(words);
  }

  @Test
  void doesNotSpeakATongueThatNobodyNamed() {
    Future<FetchGreetingResponse> answer = greeting.fetchGreeting(in(Tongue.Unspecified));
    assertThat(answer.error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isEqualTo(GreetErr.UnknownLang));
  }

  @Test
  void helloAsksForFrenchAndEndsWellWithTheAnswer() {
    List<FetchGreetingRequest> asked = new ArrayList<>();
    Greeting fake =
        request -> {
          asked.add(request);
          return Future.of(FetchGreetingResponse.newBuilder().setGreeting("salut").build());
        };
    assertThat(HelloGuest.greetTheWorld(fake).value()).isZero();
    assertThat(asked).containsExactly(in(Tongue.French));
  }
}
