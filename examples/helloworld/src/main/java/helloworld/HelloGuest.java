package helloworld;

import greeting.v1.FetchGreetingRequest;
import greeting.v1.Greeting;
import greeting.v1.Tongue;
import parigot.guest.Future;
import parigot.guest.Guest;

/** A main: asks for a greeting, greets the world with it, and ends the application. */
public final class HelloGuest {
  private HelloGuest() {}

  public static void main(String[] args) {
    Guest.named("hello")
        .require(Greeting.NAME)
        .main(guest -> greetTheWorld(Greeting.client(guest)))
        .start();
  }

  /** Prints the greeting; the value is the application's exit code. */
  static Future<Integer> greetTheWorld(Greeting greeting) {
    FetchGreetingRequest inFrench =
        FetchGreetingRequest.newBuilder().setTongue(Tongue.French).build();
    return greeting
        .fetchGreeting(inFrench)
        .map(
            response -> {
              System.out.println(response.getGreeting() + " world");
              return 0;
            });
  }
}
