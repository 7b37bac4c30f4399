package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.kernel.ServiceName;
import parigot.plugin.GuestCallException.Reason;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginService;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** The host's own code waits for a service to run. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class AwaitedNamesTest {
  /** Asks before the first guest starts, and so before any can have launched. */
  public static final class AskingPlugin implements Plugin {
    static volatile CompletionStage<Void> running = CompletableFuture.completedStage(null);

    @Override
    public String name() {
      return "asking";
    }

    @Override
    public void start(PluginContext context) {
      running = context.guests().running("late.v1", "late");
    }

    @Override
    public List<PluginService> services() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForANameHearsOfItBeforeAllHaveLaunched(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with(
                "parigot.plugins.asking { class = \"%s\" }".formatted(AskingPlugin.class.getName()))
            .service("early", shape, "Echo")
            .server(
                "late",
                shape,
                "register late",
                "export late.v1 late",
                "require early.v1 early",
                "bind Echo",
                "launch")) {
      application.start();
      CompletionStage<Void> running = AskingPlugin.running;
      AtomicReference<Boolean> before = new AtomicReference<>();
      CompletionStage<Void> launched =
          application
              .application()
              .launched()
              .thenRun(() -> before.set(running.toCompletableFuture().isDone()));
      Within.limit(running);
      assertThat(application.echo("late", "Echo", "at once")).isEqualTo("at once");
      Within.limit(launched);
      assertThat(before.get()).isTrue();
      Within.limit(application.application().running("early.v1", "early"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatComesLaterIsHeardOf(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.guest-defaults.restart-backoff { min = 10 ms, max = 10 ms }")
            .service("fragile", shape, "Trap trap", "Echo")
            .launched()) {
      CompletionStage<Void> never = application.application().running("fragile.v1", "nobody");
      assertThat(application.call("fragile", "Trap", StringValue.of(""), StringValue.class))
          .failsWithin(Within.LIMIT);
      Within.limit(application.application().running("fragile.v1", "fragile"));
      assertThat(application.echo("fragile", "Echo", "again")).isEqualTo("again");
      assertThat(never).isNotDone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfANameIsHeardOf(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.guests.fragile.restart = never")
            .service("fragile", shape, "Trap trap")
            .service("lasting", shape, "Echo")
            .launched()) {
      ServiceName name = new ServiceName("fragile.v1", "fragile");
      CompletionStage<Void> away = application.application().away(name);
      Within.limit(application.application().running("fragile.v1", "fragile"));
      assertThat(away).isNotDone();

      assertThat(application.call("fragile", "Trap", StringValue.of(""), StringValue.class))
          .failsWithin(Within.LIMIT);

      Within.limit(away);
      Within.limit(application.application().away(name));
    }
  }

  @Test
  void whoWaitsInVainHearsOfTheEnd() {
    TestApplication application =
        TestApplication.with().service("greeting", GuestShape.REACTOR, "Echo").launched();
    CompletionStage<Void> before = application.application().running("nobody.v1", "nobody");
    application.close();
    CompletionStage<Void> after = application.application().running("nobody.v1", "nobody");
    for (CompletionStage<Void> vain : List.of(before, after)) {
      assertThat(vain)
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDED));
    }
  }
}
