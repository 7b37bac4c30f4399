package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Who opens an application to others than its guests, and when. */
@ExtendWith(NothingLeft.class)
class FrontTest {
  private static final List<String> STEPS = new CopyOnWriteArrayList<>();
  private static CompletableFuture<Void> drained = new CompletableFuture<>();
  private static CompletableFuture<Void> draining = new CompletableFuture<>();

  /** Is wanted where {@code trial.front} says what it is to do. */
  public static final class TrialFront implements Front {
    private Application application;

    @Override
    public String name() {
      return "trial";
    }

    @Override
    public boolean isWanted(ApplicationSettings settings) {
      return settings.config().hasPath("trial.front");
    }

    @Override
    public void open(LoadedApplication loaded, Application opened) {
      application = opened;
      STEPS.add("open, launched: " + opened.launched().toCompletableFuture().isDone());
      if (loaded.settings().config().getString("trial.front").equals("refuses")) {
        throw new StartException("the trial front does not open.");
      }
    }

    @Override
    public CompletionStage<Void> drain() {
      STEPS.add("drain");
      draining.complete(null);
      return drained;
    }

    @Override
    public void close() {
      boolean hasLaunched = application.launched().toCompletableFuture().isDone();
      STEPS.add("close" + (hasLaunched ? ", guests: " + application.guests().size() : ""));
    }
  }

  @BeforeEach
  void nothingYet() {
    STEPS.clear();
    drained = new CompletableFuture<>();
    draining = new CompletableFuture<>();
  }

  @Test
  void aFrontOpensBeforeTheGuestsAndClosesAfterThemAndItsCallsMayEnd() {
    try (TestApplication application =
        TestApplication.with("trial.front = opens")
            .service("greeting", GuestShape.REACTOR, "Echo")
            .launched()) {
      CompletionStage<Integer> ended = application.application().stop();
      Within.limit(draining);
      assertThat(application.echo("greeting", "Echo", "still here")).isEqualTo("still here");
      drained.complete(null);

      assertThat(Within.limit(ended)).isZero();
    }
    assertThat(STEPS).containsExactly("open, launched: false", "drain", "close, guests: 0");
  }

  @Test
  void oneThatCannotOpenKeepsTheApplicationFromStarting() {
    try (TestApplication application =
        TestApplication.with("trial.front = refuses")
            .service("greeting", GuestShape.REACTOR, "Echo")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage("the trial front does not open.");
    }
    assertThat(STEPS).containsExactly("open, launched: false", "close");
  }

  @Test
  void oneThatIsNotAskedForDoesNothing() {
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.REACTOR, "Echo").launched()) {
      assertThat(application.stop()).isZero();
    }
    assertThat(STEPS).isEmpty();
  }

  @Test
  void aBlockWhoseFrontIsNotThereIsRefused() {
    try (TestApplication application =
        TestApplication.with("parigot.edge.grpc.port = 9090")
            .service("greeting", GuestShape.REACTOR, "Echo")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage("parigot.edge is set, and parigot-edge is not on the class path.");
    }
  }
}
