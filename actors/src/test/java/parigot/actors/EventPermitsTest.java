package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.testing.Within;

/** Who is told that a permit is free. */
@Timeout(20)
class EventPermitsTest {
  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "permits");
  private final EventPermits permits = new EventPermits(1, true);
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final ActorRef<GuestActor.Command> a = guest("a");
  private final ActorRef<GuestActor.Command> b = guest("b");
  private final ActorRef<GuestActor.Command> c = guest("c");

  private ActorRef<GuestActor.Command> guest(String name) {
    return system.systemActorOf(
        Behaviors.receiveMessage(
            message -> {
              told.add(name);
              return Behaviors.same();
            }),
        name,
        Props.empty());
  }

  @AfterEach
  void end() {
    system.terminate();
    Within.limit(system.getWhenTerminated());
  }

  private void aHoldsAndTwoWait() {
    assertThat(permits.enter(a)).isTrue();
    assertThat(permits.enter(b)).isFalse();
    assertThat(permits.enter(c)).isFalse();
  }

  @Test
  void whoEndsWhileItWaitsIsPassedOver() throws InterruptedException {
    aHoldsAndTwoWait();
    permits.giveUp(b);
    permits.leave();

    assertThat(told.take()).isEqualTo("c");
  }

  @Test
  void whoEndsBeforeItActsOnItsTurnLeavesItToTheNext() throws InterruptedException {
    aHoldsAndTwoWait();
    permits.leave();
    assertThat(told.take()).isEqualTo("b");
    permits.giveUp(b);

    assertThat(told.take()).isEqualTo("c");
  }

  @Test
  void anyNumberMayStepAside() {
    for (int n = 0; n < 1_000; n++) {
      assertThat(permits.enter(a)).isTrue();
      permits.stepAside();
    }
    assertThat(permits.enter(b)).isTrue();
  }
}
