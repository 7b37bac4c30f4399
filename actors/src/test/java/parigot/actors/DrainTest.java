package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** What is under way when an application is to end may finish, with all guests still there. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class DrainTest {
  @BeforeEach
  void anotherApplication() {
    DrainPlugin.reset();
  }

  private static TestApplication with(String stopGrace) {
    return TestApplication.with(
            "parigot.stop-grace = " + stopGrace,
            "parigot.plugins.drain { class = \"%s\" }".formatted(DrainPlugin.class.getName()))
        .service("good", GuestShape.REACTOR, "Echo");
  }

  @Test
  void guestsServeUntilWhatIsUnderWayIsDone() {
    try (TestApplication application = with("1 hour").launched()) {
      CompletionStage<Integer> end = application.application().stop(3);
      Within.limit(DrainPlugin.asked);

      assertThat(application.echo("good", "Echo", "late")).isEqualTo("late");
      assertThat(DrainPlugin.closed).isNotDone();
      DrainPlugin.underWay.complete(null);

      assertThat(Within.limit(end)).isEqualTo(3);
      assertThat(DrainPlugin.closed).isDone();
    }
  }

  @Test
  void whatIsNotDoneWithinTheGraceIsCutOff() {
    try (TestApplication application = with("10 ms").launched()) {
      assertThat(application.stop()).isZero();
      application
          .log()
          .await(1, "WARN Not all that was under way was done within parigot.stop-grace.");
    }
  }

  @Test
  void whatThrowsIsDone() {
    try (TestApplication application = with("1 hour").launched()) {
      DrainPlugin.underWay.completeExceptionally(new IllegalStateException("as it should"));

      assertThat(application.stop()).isZero();
    }
  }

  @Test
  void anExitForAllIsSuchAnEndToo() {
    try (TestApplication application =
        with("1 hour").client("main", GuestShape.LOOP, "good", "exit-all 7").start()) {
      Within.limit(DrainPlugin.asked);

      assertThat(application.echo("good", "Echo", "late")).isEqualTo("late");
      DrainPlugin.underWay.complete(null);

      assertThat(application.code()).isEqualTo(7);
    }
  }

  @Test
  void aLaunchThatFailsIsSuchAnEndToo() {
    try (TestApplication application =
        with("1 hour")
            .settings("parigot.launch-timeout = 200 ms")
            .client("bad", GuestShape.REACTOR, "nowhere")
            .start()) {
      Within.limit(DrainPlugin.asked);

      assertThat(application.echo("good", "Echo", "late")).isEqualTo("late");
      DrainPlugin.underWay.complete(null);

      assertThat(application.code()).isEqualTo(194);
    }
  }

  @Test
  void theEndOfTheLastMainIsSuchAnEndToo() {
    try (TestApplication application =
        with("1 hour").client("main", GuestShape.LOOP, "good", "exit 7").start()) {
      Within.limit(DrainPlugin.asked);

      assertThat(application.echo("good", "Echo", "late")).isEqualTo("late");
      DrainPlugin.underWay.complete(null);

      assertThat(application.code()).isEqualTo(7);
    }
  }
}
