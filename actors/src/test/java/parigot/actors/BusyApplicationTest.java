package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Many guests of both kinds, and the host's own threads, that call each other at the same time. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class BusyApplicationTest {
  private static final int CLIENTS = 8;
  private static final int HOST_THREADS = 4;
  private static final String DONE = "done\n";

  /** Few enough at once that the last is answered in time on a machine that is busy with more. */
  private static final int CALLS = 50;

  private static GuestShape shape(int number) {
    return number % 2 == 0 ? GuestShape.REACTOR : GuestShape.LOOP;
  }

  /** A guest ends with a code of its own when an answer is missing, wrong or comes twice. */
  @Test
  void everyCallIsAnsweredOnceWithItsOwnResult() {
    TestApplication application =
        TestApplication.with("parigot.call-timeout = 2900 ms")
            .service("s0", shape(0), "Do")
            .set("s0", "instances = 2");
    for (int i = 1; i < 4; i++) {
      application.server(
          "s" + i,
          shape(i),
          "register s" + i,
          "export s%d.v1 s%d".formatted(i, i),
          "require s%d.v1 s%d".formatted(i - 1, i - 1),
          "bind Do forward s%d.v1 s%d Do".formatted(i - 1, i - 1),
          "launch");
    }
    for (int i = 0; i < CLIENTS; i++) {
      application.client(
          "client" + i,
          shape(i / 2),
          "s" + i % 4,
          "calls Do 40 " + CALLS,
          "call Do 300 " + CALLS,
          "calls Do 2000 20",
          // In one write, which stays whole among the others'.
          "write-hex " + HexFormat.of().formatHex(DONE.getBytes(StandardCharsets.UTF_8)));
    }
    try (application) {
      application.launched();
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < HOST_THREADS; i++) {
        String service = "s" + i;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int n = 0; n < CALLS; n++) {
                    String text = service + " " + n;
                    assertThat(application.echo(service, "Do", text)).isEqualTo(text);
                  }
                }));
      }
      assertThat(CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)))
          .succeedsWithin(Within.LIMIT);
      application.awaitPrinted(DONE.repeat(CLIENTS));
      assertThat(application.printed()).isEqualTo(DONE.repeat(CLIENTS));
      assertThat(application.application().guests()).hasSize(5 + CLIENTS);
      assertThat(application.application().calls()).isEmpty();
    }
  }

  /** Each call ends, in one way or the other, while its callee dies and is started again. */
  @Test
  void everyCallEndsOnceWhileServicesDieAndAreStartedAgain() {
    String restarts =
        "restart = always, restart-backoff { min = 1 ms, max = 2 ms, ceiling = 1000 }";
    try (TestApplication application =
        TestApplication.with()
            .service("reactor", GuestShape.REACTOR, "Do", "End trap")
            .set("reactor", restarts)
            .service("loop", GuestShape.LOOP, "Do", "End proc-exit 3")
            .set("loop", restarts)
            .service("safe", GuestShape.REACTOR, "Do")
            .client("client", GuestShape.LOOP, "safe", "calls Do 40 1000", "print done")
            .launched()) {
      List<CompletionStage<Boolean>> outcomes = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        for (String service : List.of("reactor", "loop")) {
          for (int n = 0; n < 10; n++) {
            outcomes.add(isAnswered(application, service, service + " " + n));
          }
          assertThat(application.call(service, "End", TestApplication.bytes(1), BytesValue.class))
              .failsWithin(Within.LIMIT);
        }
      }
      int answered = 0;
      for (CompletionStage<Boolean> outcome : outcomes) {
        answered += Within.limit(outcome) ? 1 : 0;
      }
      // Of each service, those of the first round at least.
      assertThat(answered).isBetween(20, outcomes.size());
      application.awaitPrinted("done\n");
      assertThat(application.application().calls()).isEmpty();
    }
  }

  /** Whether the right answer came; else the callee must have been away or have ended. */
  private static CompletionStage<Boolean> isAnswered(
      TestApplication application, String service, String text) {
    return application
        .call(service, "Do", StringValue.of(text), StringValue.class)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                assertThat(answer.getValue()).isEqualTo(text);
                return true;
              }
              assertThat(failure.getCause())
                  .isInstanceOfSatisfying(
                      CallException.class,
                      e -> assertThat(e.reason()).isIn(Reason.ENDED, Reason.NO_SUCH_SERVICE));
              return false;
            });
  }
}
