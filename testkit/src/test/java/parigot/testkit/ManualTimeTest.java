package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.testkit.WithApplication.Clock.MANUAL;

import com.google.protobuf.StringValue;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.ManualTime;
import parigot.plugin.CallOptions;

/** An application whose time passes when its test says so. */
@Timeout(120)
class ManualTimeTest {
  private static final String CONF = WithApplicationTest.CONF;

  /** As long as a call may take at most, and longer than any of these tests may. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static CompletableFuture<StringValue> call(Application application, String method) {
    return application
        .call(
            "greeting.v1",
            "greeting",
            method,
            StringValue.of("?"),
            StringValue.class,
            CallOptions.NONE.withTimeout(LONGEST))
        .toCompletableFuture();
  }

  @Test
  @WithApplication(value = CONF, clock = MANUAL)
  void aCallIsGivenUpAtTheMomentWhenItsTimeIsOver(Application application, ManualTime time)
      throws InterruptedException {
    CompletableFuture<StringValue> call = call(application, "Never");
    time.pass(LONGEST.minusNanos(1));
    assertThat(call).isNotDone();
    assertThat(call(application, "Echo").join().getValue()).isEqualTo("?");
    time.pass(Duration.ofNanos(1));
    assertThatThrownBy(call::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("Never");
    assertThat(time.clock().instant()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
  }

  @Test
  @WithApplication(
      value = CONF,
      clock = MANUAL,
      config =
          "parigot.guests.late { kind = main, wasm = reactor.wasm, args = [\"register late\","
              + " launch, \"timer 7200000000\", \"print two\", \"timer 3600000000\","
              + " \"print three\", serve] }")
  void timersOfGuestsAreDueOneAfterTheOtherOnTheWay(ManualTime time, RecordedOutput output)
      throws InterruptedException {
    time.pass(Duration.ofHours(2).minusNanos(1));
    assertThat(output.text()).isEmpty();
    time.pass(Duration.ofHours(2));
    assertThat(output.text()).isEqualTo("two\nthree\n");
  }

  @Test
  @WithApplication(
      value = CONF,
      clock = MANUAL,
      config =
          "parigot.guests.reader { kind = main, wasm = loop.wasm, args = [\"register reader\","
              + " launch, \"expect-timeout 5000\", \"print over\", serve] }")
  void aLoopGuestThatWaitsForAnEventWaitsInThisTime(ManualTime time, RecordedOutput output)
      throws InterruptedException {
    time.pass(Duration.ofMillis(4_999));
    assertThat(output.text()).isEmpty();
    time.pass(Duration.ofMillis(1));
    assertThat(output.text()).isEqualTo("over\n");
  }

  @Test
  @WithApplication(
      value = CONF,
      clock = MANUAL,
      config =
          "parigot.guests.greeting { args += \"bind Crash trap\","
              + " restart-backoff { min = 1000 s, max = 1000 s } }")
  void aGuestThatHasFailedIsStartedAgainAfterItsWait(Application application, ManualTime time)
      throws InterruptedException {
    CompletableFuture<StringValue> crash = call(application, "Crash");
    time.pass(Duration.ofSeconds(999));
    assertThat(crash).isCompletedExceptionally();
    assertThat(call(application, "Echo")).failsWithin(Duration.ofMinutes(1));
    // It is lengthened by up to a fifth.
    time.pass(Duration.ofSeconds(202));
    assertThat(call(application, "Echo").join().getValue()).isEqualTo("?");
  }

  @Test
  @WithApplication(
      clock = MANUAL,
      value = CONF,
      config = "parigot.guests.greeting { method-limit = 20 m, args += \"bind Spin loop\" }")
  void aMethodThatComputesForEverIsEndedAtItsLimit(Application application, ManualTime time)
      throws InterruptedException {
    CompletableFuture<StringValue> call = call(application, "Spin");
    time.pass(Duration.ofMinutes(20).minusNanos(1));
    assertThat(call).isNotDone();
    time.pass(Duration.ofNanos(1));
    assertThatThrownBy(call::join).hasMessageContaining("Spin");
  }

  @Test
  @WithApplication(
      clock = MANUAL,
      config =
          "parigot { search-path = [../actors/src/test/resources/guests]\n"
              + "cache-dir = target/test-cache\n"
              + "guests.greeting { wasm = hostile-reactor.wasm, method-limit = 10 h, args ="
              + " [\"register greeting\", \"export greeting.v1 greeting\","
              + " \"bind Sleep sleep 1200000000\", launch] } }")
  void aGuestThatSleepsWakesUpWhenTheTimeHasPassed(Application application, ManualTime time)
      throws InterruptedException {
    CompletableFuture<StringValue> first = call(application, "Sleep");
    CompletableFuture<StringValue> second = call(application, "Sleep");
    time.pass(Duration.ofMinutes(20));
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(time.pass(LONGEST, second::isDone)).isTrue();
    assertThat(time.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:40:00Z"));
  }
}
