package parigot.actors;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import parigot.kernel.ServiceName;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestCallException;

/**
 * Begins calls of the host's own code, and withdraws those that nobody waits for any more: this
 * side of {@link HostCalls}, from any thread.
 */
final class HostCaller {
  private final Lifecycle lifecycle;
  private final Outstanding outstanding;
  private final Callbacks callbacks;
  private final AtomicLong numbers = new AtomicLong();

  HostCaller(Lifecycle lifecycle, Outstanding outstanding, Callbacks callbacks) {
    this.lifecycle = lifecycle;
    this.outstanding = outstanding;
    this.callbacks = callbacks;
  }

  /** What ends a wait for a name that the application does not live to see. */
  static CallException ending() {
    return new CallException("the application has ended", GuestCallException.Reason.ENDED);
  }

  /**
   * @param request none for a method whose request has no fields
   * @param type an example of what the result is; without one it is the {@link Any} itself
   * @param responseType the class of the result
   */
  <R extends Message> GuestCall<R> begin(
      ServiceName service,
      String method,
      Optional<Any> request,
      Optional<Message> type,
      Class<R> responseType,
      CallOptions options) {
    String name = service + "/" + method;
    CompletableFuture<Message> result =
        outstanding.add(open -> open.completeExceptionally(CallException.applicationEnded(name)));
    long number = numbers.incrementAndGet();
    HostCalls.Call call =
        new HostCalls.Call(
            number,
            service.packagePath(),
            service.service(),
            method,
            request,
            type,
            options,
            result);
    tell(call);
    CompletableFuture<R> seen = callbacks.of(result).thenApply(responseType::cast);
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletionStage<?> unusedWithdrawal =
        seen.whenComplete(
            (response, failure) -> {
              // Not when it was the result that completed it.
              if (result.cancel(false)) {
                withdraw(number, over);
              } else {
                over.complete(null);
              }
            });
    return new GuestCall<>(seen, over.minimalCompletionStage());
  }

  private void withdraw(long number, CompletableFuture<Void> over) {
    CompletableFuture<Void> heard = outstanding.add(open -> open.complete(null));
    CompletionStage<?> unusedEnd =
        callbacks.of(heard).whenComplete((nothing, failure) -> over.complete(null));
    tell(new HostCalls.Withdraw(number, heard));
  }

  private void tell(HostCalls.Command what) {
    CompletionStage<?> unusedSending =
        lifecycle
            .kernel()
            .whenComplete(
                (actor, failure) -> {
                  if (actor != null) {
                    actor.tell(new KernelActor.HostCall(what));
                  }
                });
    lifecycle.endWhatIsOpenIfOver();
  }
}
