package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** What becomes of an application when what it runs inside of comes to an end. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StoppedAroundTest {
  private sealed interface Ask {}

  private record GetApplication(ActorRef<Application> replyTo) implements Ask {}

  private record StopChild() implements Ask {}

  private ActorSystem<Ask> house;

  private static Behavior<Ask> around(Config config) {
    return Behaviors.setup(
        context -> {
          ActorRef<Parigot.Command> child = context.spawn(Parigot.behavior(config), "one");
          return Behaviors.receive(Ask.class)
              .onMessage(
                  GetApplication.class,
                  get -> {
                    child.tell(new Parigot.GetApplication(get.replyTo()));
                    return Behaviors.same();
                  })
              .onMessage(
                  StopChild.class,
                  stop -> {
                    context.stop(child);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private Application inAHouse(TestApplication settings) {
    house =
        ActorSystem.create(
            around(settings.config()),
            "house",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
                .withFallback(ConfigFactory.load()));
    return Within.limit(
        AskPattern.ask(house, GetApplication::new, Within.LIMIT, house.scheduler()));
  }

  @AfterEach
  void endHouse() {
    house.terminate();
    Within.limit(house.getWhenTerminated());
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationEndsInOrderBeforeTheActorSystemAroundItDoes(GuestShape shape) {
    try (TestApplication settings =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .service("bottom", shape, "Echo")
            .server("top", shape, "register top", "require bottom.v1 bottom", "launch")
            .main("endless", shape, "register endless", "launch", "stderr begun", "loop")) {
      Application application = inAHouse(settings);
      Within.limit(application.launched());
      settings.log().await(1, "endless: begun");

      house.terminate();
      Within.limit(house.getWhenTerminated());

      assertThat(Within.limit(application.ended())).isZero();
      assertThat(settings.endings()).containsSubsequence("top", "bottom").contains("endless");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationWhoseActorIsStoppedFailsAndLeavesNothing(GuestShape shape) {
    try (TestApplication settings =
        TestApplication.with().service("greeting", shape, "Echo", "Never never")) {
      Application application = inAHouse(settings);
      Within.limit(application.launched());
      CompletionStage<StringValue> waiting = call(application, "Never");
      assertThat(Within.limit(call(application, "Echo")).getValue()).isEqualTo("text");

      house.tell(new StopChild());

      assertThat(application.ended())
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(StartException.class)
          .withMessage("the application's actors were stopped from outside");
      assertThat(waiting).failsWithin(Within.LIMIT);
      assertThat(call(application, "Echo")).failsWithin(Within.LIMIT);
      assertThatThrownBy(application::services).isInstanceOf(StartException.class);
      assertThatThrownBy(application::guests).isInstanceOf(StartException.class);
      assertThat(house.getWhenTerminated()).isNotDone();
    }
  }

  private static CompletionStage<StringValue> call(Application application, String method) {
    return application.call(
        "greeting.v1", "greeting", method, StringValue.of("text"), StringValue.class);
  }
}
