package parigot.edge;

import com.google.protobuf.Any;
import io.grpc.Status.Code;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.kernel.Budgets;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.v1.host.CallContext;

/** The one way from clients to guests, whatever they speak. From any thread; it does not block. */
final class OutsideCalls {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideCalls.class);

  /** A call that a guest may be working on. */
  @FunctionalInterface
  interface Running {
    /** Nobody waits for the answer any more. */
    void withdraw();
  }

  private final Application application;
  private final Budget inFlight;
  private final Budget memory;
  private final int messageLimit;

  OutsideCalls(Application application, EdgeSettings.Limits limits) {
    this.application = application;
    this.inFlight = new Budget(limits.inFlight());
    this.memory = new Budget(limits.memory());
    this.messageLimit = limits.message();
  }

  /** Bytes of the largest request. */
  int messageLimit() {
    return messageLimit;
  }

  /** What a request takes while it comes in. */
  Claim claim() {
    return new Claim(memory);
  }

  /** What to say when a claim could not be added to. */
  static Failure noMemory() {
    return Failure.of(
        Code.RESOURCE_EXHAUSTED,
        "Requests take all that they may together now (parigot.edge.max-memory): try again later.");
  }

  /** What to say of a request that is larger than the limit. */
  Failure tooLarge() {
    return Failure.of(
        Code.RESOURCE_EXHAUSTED,
        "The request is larger than %d bytes (parigot.edge.message-limit)."
            .formatted(messageLimit));
  }

  /**
   * Calls a guest, or refuses to.
   *
   * @param request as {@link parigot.runtime.descriptors.DescribedMethod#request} makes it
   * @param claim what the request takes; released when no guest needs it any more
   * @param answer is told once, perhaps before this returns; after a withdrawal what it is told
   *     means nothing
   */
  Running begin(
      OpenMethod method,
      Optional<Any> request,
      CallOptions options,
      Claim claim,
      Consumer<Answer> answer) {
    if (headers(options) > Budgets.HEADERS) {
      return refuse(
          "The headers that are handed on take more than %d bytes.".formatted(Budgets.HEADERS),
          claim,
          answer);
    }
    if (!inFlight.take(1)) {
      return refuse(
          "%d calls are under way, and more may not be (parigot.edge.max-in-flight): try again later."
              .formatted(inFlight.all()),
          claim,
          answer);
    }
    GuestCall<Any> call =
        application.begin(method.service().name(), method.method().name(), request, options);
    CompletionStage<?> unusedEnd =
        call.ended()
            .thenRun(
                () -> {
                  inFlight.giveBack(1);
                  claim.release();
                });
    CompletionStage<?> unusedAnswer =
        call.response()
            .handle((response, failure) -> answer(method, response, failure))
            .thenAccept(answer)
            .whenComplete(
                (nothing, failure) -> {
                  if (failure != null) {
                    LOG.error("The answer of {} could not be handed on", method.path(), failure);
                  }
                });
    return () -> call.response().toCompletableFuture().cancel(false);
  }

  private static Running refuse(String sentence, Claim claim, Consumer<Answer> answer) {
    claim.release();
    answer.accept(new Answer.Failed(Failure.of(Code.RESOURCE_EXHAUSTED, sentence)));
    return () -> {};
  }

  private static Answer answer(OpenMethod method, Any response, Throwable failure) {
    if (failure == null) {
      return method.answer(response);
    }
    return new Answer.Failed(
        failure instanceof CancellationException
            ? Failure.of(Code.CANCELLED, "The client waits no longer.")
            : CallFailures.of(method.service(), failure));
  }

  /** As they travel, with the client. */
  private static int headers(CallOptions options) {
    CallContext.Builder context = CallContext.newBuilder().putAllHeader(options.headers());
    options
        .client()
        .ifPresent(
            client -> {
              context.getClientBuilder().setAddress(client.address());
              client.certificateName().ifPresent(context.getClientBuilder()::setCertificateName);
            });
    return context.build().getSerializedSize();
  }
}
