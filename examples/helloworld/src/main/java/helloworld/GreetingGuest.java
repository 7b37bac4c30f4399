package helloworld;

import greeting.v1.Greeting;
import parigot.guest.Guest;

/** A server: offers the greetings to whoever requires them. */
public final class GreetingGuest {
  private GreetingGuest() {}

  public static void main(String[] args) {
    Guest.named("greeting").export(Greeting.service(new GreetingService())).start();
  }
}
