package parigot.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;

/** What an actor system needs to start, with one actor that greets another. */
final class HelloAkka {
  private record Greet(ActorRef<String> replyTo) {}

  private HelloAkka() {}

  public static void main(String[] args) {
    ActorSystem.create(
        hello(),
        "hello",
        ConfigFactory.parseString("akka.loglevel = WARNING, akka.stdout-loglevel = WARNING")
            .withFallback(ConfigFactory.load()));
  }

  private static Behavior<String> hello() {
    return Behaviors.setup(
        context -> {
          context.spawn(greeting(), "greeting").tell(new Greet(context.getSelf()));
          return Behaviors.receiveMessage(
              greeting -> {
                System.out.println(greeting);
                return Behaviors.stopped();
              });
        });
  }

  private static Behavior<Greet> greeting() {
    return Behaviors.receiveMessage(
        greet -> {
          greet.replyTo().tell("bonjour world");
          return Behaviors.same();
        });
  }
}
