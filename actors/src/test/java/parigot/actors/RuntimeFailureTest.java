package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** When the runtime itself fails, whoever waits for the application hears of it. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class RuntimeFailureTest {
  static Stream<Error> errors() {
    return Stream.of(
        new OutOfMemoryError("as it should"),
        new LinkageError("as it should"),
        new AssertionError("as it should"));
  }

  private static void failKernel(Application application, Error error) {
    application
        .lifecycle()
        .kernelActor()
        .tell(
            new KernelActor.Ask<>(
                (kernel, now) -> {
                  throw error;
                },
                new CompletableFuture<Void>()));
  }

  private static void assertFails(Application application) {
    assertThatThrownBy(() -> Within.limit(application.ended()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the kernel's actor failed");
    assertThat(application.hasFailed()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anApplicationOnItsOwnFails(Error error) {
    try (TestApplication application =
        TestApplication.with().service("good", GuestShape.REACTOR, "Echo").launched()) {
      failKernel(application.application(), error);

      assertFails(application.application());
    }
  }

  @Test
  void oneInsideAnotherActorSystemFailsAndTheSystemGoesOn() {
    TestApplication settings = TestApplication.with().service("good", GuestShape.REACTOR, "Echo");
    ActorSystem<SpawnProtocol.Command> system =
        ActorSystem.create(
            SpawnProtocol.create(),
            "parigot-embedder",
            ConfigFactory.parseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
                .withFallback(ConfigFactory.load()));
    try {
      CompletableFuture<Application> started = new CompletableFuture<>();
      var unusedActor =
          system.systemActorOf(
              Parigot.behavior(settings.config(), started::complete), "inner", Props.empty());
      Application application = Within.limit(started);
      Within.limit(application.launched());
      failKernel(application, new OutOfMemoryError("as it should"));

      assertFails(application);
      assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
    } finally {
      system.terminate();
      Within.limit(system.getWhenTerminated());
      settings.close();
    }
  }
}
