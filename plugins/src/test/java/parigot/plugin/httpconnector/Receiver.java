package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import httpconnector.v1.host.HandleRequest;
import httpconnector.v1.host.HandleResponse;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestCallException;
import parigot.plugin.GuestServices;

/** The guests' side of the connector: hands a test the calls, and gives the answers it is told. */
final class Receiver implements GuestServices {

  /**
   * A call of Handle that waits for its answer.
   *
   * @param ended completes when the guest does not work on it any more
   */
  record Call(
      HandleRequest request,
      CompletableFuture<HandleResponse> answer,
      CompletableFuture<Void> ended) {
    void answer(int status, String body) {
      answer.complete(response(status, body).build());
    }

    void fail(GuestCallException.Reason reason) {
      answer.completeExceptionally(new GuestCallException("a reason for the log", reason, 1));
    }
  }

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  /** Whether there is a guest that exports the service. Done already, unless a test says so. */
  private volatile CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

  private volatile Optional<HandleResponse> always = Optional.empty();
  private volatile boolean worksOnWhatIsWithdrawn;

  /** The guest has not launched yet; the test completes this when it does. */
  CompletableFuture<Void> notYet() {
    running = new CompletableFuture<>();
    return running;
  }

  @Override
  public CompletionStage<Void> running(String packagePath, String service) {
    assertThat(packagePath + "." + service).isEqualTo("httpconnector.v1.http_connector");
    return running;
  }

  /** From now on answers all calls at once, and hands out none. */
  void answerAll(HandleResponse response) {
    always = Optional.of(response);
  }

  /** From now on a call that is withdrawn goes on until the test says that it has ended. */
  void workOnWhatIsWithdrawn() {
    worksOnWhatIsWithdrawn = true;
  }

  static HandleResponse.Builder response(int status, String body) {
    return HandleResponse.newBuilder()
        .setHttpStatus(status)
        .setHttpResponse(ByteString.copyFromUtf8(body));
  }

  @Override
  public <R extends Message> CompletionStage<R> call(
      String packagePath, String service, String method, Message request, Class<R> responseType) {
    return begin(packagePath, service, method, request, responseType).response();
  }

  @Override
  public <R extends Message> GuestCall<R> begin(
      String packagePath, String service, String method, Message request, Class<R> responseType) {
    String called = "%s %s %s".formatted(packagePath, service, method);
    if (!called.equals("httpconnector.v1 http_connector Handle")) {
      throw new AssertionError("the connector calls " + called);
    }
    if (always.isPresent()) {
      return new GuestCall<>(
          CompletableFuture.completedStage(responseType.cast(always.orElseThrow())),
          CompletableFuture.completedStage(null));
    }
    CompletableFuture<HandleResponse> answer = new CompletableFuture<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    calls.add(new Call((HandleRequest) request, answer, ended));
    CompletableFuture<R> seen = answer.thenApply(responseType::cast);
    // As the runtime does with a call that is withdrawn.
    CompletionStage<?> unusedWithdrawal =
        seen.whenComplete(
            (response, failure) -> {
              if (!answer.cancel(false) || !worksOnWhatIsWithdrawn) {
                ended.complete(null);
              }
            });
    return new GuestCall<>(seen, ended);
  }

  /** The next call, once it comes. */
  Call next() throws InterruptedException {
    Call call = calls.poll(30, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call came");
    }
    return call;
  }

  boolean hasNoCall() {
    return calls.isEmpty();
  }
}
