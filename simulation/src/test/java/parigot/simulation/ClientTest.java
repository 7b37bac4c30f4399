package parigot.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who says what must hold may ask the services, while they run. */
class ClientTest {
  private static final Simulation ONE_CLIENT =
      new Scripted()
          .service("echo", "Echo echo", "Fail error 7")
          .client("one", "echo", "call Echo 10", "print done", "exit 0")
          .load();

  private static String echo(Client client, String text) {
    return client
        .call("echo.v1", "echo", "Echo", StringValue.of(text), StringValue.class)
        .getValue();
  }

  @Test
  void servicesAreAskedBeforeTheApplicationEnds() {
    AtomicInteger asked = new AtomicInteger();
    Simulation simulation =
        ONE_CLIENT.with(
            new Invariants()
                .eventually(
                    (seen, client) -> {
                      assertThat(seen.output()).isEqualTo("done\n");
                      assertThat(echo(client, "still there")).isEqualTo("still there");
                      asked.incrementAndGet();
                    }));
    assertThat(simulation.search(LongStream.rangeClosed(1, 20))).isEmpty();
    assertThat(asked).hasValue(20);
  }

  @Test
  void whatTheyAnswerIsJudged() {
    SimulatedRun run =
        ONE_CLIENT
            .with(
                new Invariants()
                    .eventually(
                        (seen, client) -> assertThat(echo(client, "this")).isEqualTo("that")))
            .run(List.of());
    assertThat(run.problems()).singleElement().asString().contains("this", "that");
    assertThat(run.exitCode()).contains(0);
  }

  @Test
  void anErrorAndAServiceThatIsNotThereAreTold() {
    SimulatedRun run =
        ONE_CLIENT
            .with(
                new Invariants()
                    .eventually(
                        (seen, client) -> {
                          assertThatThrownBy(
                                  () ->
                                      client.call(
                                          "echo.v1",
                                          "echo",
                                          "Fail",
                                          StringValue.of("?"),
                                          StringValue.class))
                              .isInstanceOfSatisfying(
                                  CallFailedException.class,
                                  failure -> assertThat(failure.error()).isEqualTo(7));
                          assertThat(client.isRunning("nobody.v1", "nobody")).isFalse();
                        }))
            .run(List.of());
    assertThat(run.problems()).isEmpty();
  }

  @Test
  void servicesMayBeAskedAfterEachEvent() {
    AtomicInteger asked = new AtomicInteger();
    Simulation simulation =
        ONE_CLIENT
            .with(Faults.of(Fault.LATE, Fault.LOST, Fault.CRASH, Fault.HANG))
            .with(
                new Invariants()
                    .always(
                        (seen, client) -> {
                          if (client.isRunning("echo.v1", "echo") && asked.incrementAndGet() > 0) {
                            try {
                              assertThat(echo(client, "now")).isEqualTo("now");
                            } catch (CallFailedException e) {
                              assertThat(e).hasMessageContaining("echo.v1.echo/Echo");
                            }
                          }
                        }));
    assertThat(simulation.search(LongStream.rangeClosed(1, 20))).isEmpty();
    assertThat(asked.get()).isGreaterThan(20);
    assertThat(simulation.run(3)).isEqualTo(simulation.run(3));
  }
}
