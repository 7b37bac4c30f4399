package helloworld;

import greeting.v1.FetchGreetingRequest;
import greeting.v1.FetchGreetingResponse;
import greeting.v1.GreetErr;
import greeting.v1.Greeting;
import parigot.guest.Future;

/** Greets in English, French and German. */
final class GreetingService implements Greeting {

  @Override
  public Future<FetchGreetingResponse> fetchGreeting(FetchGreetingRequest request) {
    return switch (request.getTongue()) {
      case English -> greeting("hello");
      case French -> greeting("bonjour");
      case German -> greeting("guten Tag");
      default -> Future.failed(GreetErr.UnknownLang.exception());
    };
  }

  private static Future<FetchGreetingResponse> greeting(String words) {
    return Future.of(FetchGreetingResponse.newBuilder().setGreeting(words).build());
  }
}
