package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import trial.v1.host.Nothing;
import trial.v1.host.Words;

/** gRPC clients call guests. */
@Timeout(60)
class GrpcTest {
  @Test
  void aClientCallsAGuest() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      Words words =
          Words.newBuilder()
              .setText("grüß dich")
              .setNumber(-7)
              .addMore(Words.newBuilder().setText("x".repeat(100_000)))
              .build();
      assertThat(client.call("trial.v1.Trial/Echo", words)).isEqualTo(words);
      assertThat(client.call("trial.v1.Trial/Echo", Words.getDefaultInstance()))
          .isEqualTo(Words.getDefaultInstance());
      assertThat(
              client.call(
                  "trial.v1.Trial/Ping",
                  Nothing.getDefaultInstance(),
                  Nothing.getDefaultInstance()))
          .isEqualTo(Nothing.getDefaultInstance());
    }
  }

  @Test
  void manyCallsAreUnderWayOnOneConnection() throws Exception {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      List<CompletableFuture<Words>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        calls.add(client.begin("Echo", "number " + i));
      }
      for (int i = 0; i < calls.size(); i++) {
        assertThat(calls.get(i).get().getText()).isEqualTo("number " + i);
      }
    }
  }

  @Test
  void sixtyFourCallersOfOneConnectionGetEachOfTheirAnswers() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        callers.add(callInTurn(client, i, 10));
      }
      Within.limit(CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)));
    }
  }

  private static CompletableFuture<Void> callInTurn(GrpcClient client, int caller, int left) {
    String text = caller + "/" + left;
    return left == 0
        ? CompletableFuture.completedFuture(null)
        : client
            .begin("Echo", text)
            .thenComposeAsync(
                answer -> {
                  assertThat(answer.getText()).isEqualTo(text);
                  return callInTurn(client, caller, left - 1);
                });
  }

  @Test
  void aCompressedRequestIsRead() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client().compressed("gzip")) {
      String text = "again and ".repeat(10_000);
      assertThat(client.call("Echo", text).getText()).isEqualTo(text);
    }
  }

  @Test
  void aRequestOverTheLimitIsRefusedAlsoWhenItIsSmallOnItsWay() {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.message-limit = 64 KiB").trial().launched();
        GrpcClient plain = application.client();
        GrpcClient compressed = application.client().compressed("gzip")) {
      for (GrpcClient client : List.of(plain, compressed)) {
        assertThatThrownBy(() -> client.call("Echo", "0".repeat(70_000)))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                failure ->
                    assertThat(failure.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        assertThat(client.call("Echo", "a").getText()).isEqualTo("a");
      }
    }
  }

  @Test
  void theClientsDeadlineHoldsWhereItIsTheShorterOne() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client().within(300)) {
      assertThatThrownBy(() -> client.call("Never", "x"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED));
      // The guest's side knows too: nobody waits there.
      TrialApplication.await("no call waits", () -> application.application().calls().isEmpty());
    }
  }

  @Test
  void cancellingWithdrawsTheCall() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      CompletableFuture<Words> call = client.begin("Never", "x");
      TrialApplication.await("a call waits", () -> !application.application().calls().isEmpty());

      assertThat(call.cancel(true)).isTrue();

      TrialApplication.await("no call waits", () -> application.application().calls().isEmpty());
      assertThat(client.call("Echo", "next").getText()).isEqualTo("next");
    }
  }

  @Test
  void moreCallsThanMayBeUnderWayAreRefused() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.max-in-flight = 1").trial().launched();
        GrpcClient client = application.client()) {
      CompletableFuture<Words> first = client.begin("Slow", "first");
      TrialApplication.await("it waits", () -> !application.application().calls().isEmpty());

      StatusRuntimeException refused =
          catchThrowableOfType(StatusRuntimeException.class, () -> client.call("Echo", "second"));

      assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getStatus().getDescription()).contains("parigot.edge.max-in-flight");
      assertThat(first.get().getText()).isEqualTo("first");
      TrialApplication.await("there is room again", () -> succeeds(client));
    }
  }

  private static boolean succeeds(GrpcClient client) {
    try {
      return client.call("Echo", "third").getText().equals("third");
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      return false;
    }
  }

  @Test
  void moreThanRequestsMayTakeTogetherIsRefused() {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.max-memory = 100 KiB").trial().launched();
        GrpcClient client = application.client()) {
      assertThatThrownBy(() -> client.call("Echo", "0".repeat(110_000)))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(failure.getStatus().getDescription())
                    .contains("parigot.edge.max-memory");
              });
      for (int i = 0; i < 20; i++) {
        // What was taken has been given back each time.
        String text = "0".repeat(30_000);
        assertThat(client.call("Echo", text).getText()).isEqualTo(text);
      }
    }
  }

  @Test
  void healthFollowsTheGuests() throws Exception {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      BlockingQueue<ServingStatus> seen = watch(client, "trial.v1.Trial");
      assertThat(next(seen)).isEqualTo(ServingStatus.SERVING);
      assertThat(check(client, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(check(client, "trial.v1.Absent")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThatThrownBy(() -> check(client, "trial.v1.Nobody"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.NOT_FOUND));

      assertThatThrownBy(() -> client.call("Trap", "x")).isInstanceOf(StatusRuntimeException.class);
      assertThat(next(seen)).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(next(seen)).isEqualTo(ServingStatus.SERVING);
      assertThat(client.call("Echo", "again").getText()).isEqualTo("again");
    }
  }

  private static ServingStatus next(BlockingQueue<ServingStatus> seen) throws InterruptedException {
    return seen.poll(Within.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ServingStatus check(GrpcClient client, String service) {
    return HealthGrpc.newBlockingStub(client.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static BlockingQueue<ServingStatus> watch(GrpcClient client, String service) {
    BlockingQueue<ServingStatus> seen = new LinkedBlockingQueue<>();
    HealthGrpc.newStub(client.channel())
        .watch(
            HealthCheckRequest.newBuilder().setService(service).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(HealthCheckResponse response) {
                seen.add(response.getStatus());
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onCompleted() {}
            });
    return seen;
  }

  @Test
  void whatIsUnderWayAtTheEndIsAnsweredAndWhatComesThenIsNot() throws Exception {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      CompletableFuture<Words> underWay = client.begin("Slow", "still");
      TrialApplication.await("it waits", () -> !application.application().calls().isEmpty());

      CompletionStage<Integer> ended = application.application().stop();

      assertThat(underWay.get().getText()).isEqualTo("still");
      assertThat(Within.limit(ended)).isZero();
      assertThatThrownBy(() -> client.call("Echo", "late"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
    }
  }

  @Test
  void aPortThatIsTakenKeepsTheApplicationFromStarting() {
    try (TrialApplication first = TrialApplication.open().trial().launched();
        TrialApplication second =
            TrialApplication.with(
                    "parigot.edge { services = [\"*\"], grpc.port = " + first.grpcPort() + " }")
                .trial()) {
      assertThatThrownBy(second::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "parigot.edge.grpc: 127.0.0.1:%d cannot be listened on: Address already in use.",
              first.grpcPort());
    }
  }

  @Test
  void nothingIsOpenUnlessItIsAskedFor() {
    try (TrialApplication application = TrialApplication.with().trial().launched()) {
      assertThat(application.log().lines()).noneMatch(line -> line.contains("listens"));
    }
  }
}
