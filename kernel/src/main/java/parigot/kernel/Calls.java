package parigot.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/**
 * The matcher: every call that waits, from its dispatch to the one event that ends it. Calls have
 * one time-out in common, so the order in which they were made is the order in which they are over.
 */
final class Calls {
  /** How every service's own errors name a call that was not carried out. */
  private static final int DISPATCH_ERROR = 1;

  private final Duration timeout;
  private final Map<Id, Call> open = new LinkedHashMap<>();
  private long lateAnswers;

  Calls(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Fails a call to a service that is not there.
   *
   * @param away the guest that has it and will be started again
   */
  void dispatchToNobody(
      Host caller, FromGuest.Dispatched made, Optional<String> away, List<Effect> out) {
    String detail =
        away.map("%s has ended and will be started again."::formatted)
            .orElse("The called guest ended before the call reached it.");
    Failure failure = new Failure(KernelErr.NetworkConnectionLost, false, detail);
    resolve(caller, made.call(), made.method(), failure, List.of(), out);
  }

  /** Takes a call on its way, or fails it at once. */
  void dispatch(
      Host caller, FromGuest.Dispatched made, Service service, long now, List<Effect> out) {
    Call call = new Call(made.call(), caller, service, made.method(), made.param(), now);
    Host callee = call.callee();
    if (open.containsKey(made.call())) {
      refuse(
          call,
          KernelErr.BadCallId,
          "Another guest has a call to %s open with the same id.".formatted(call.target()),
          out);
    } else if (callee.serving.size() >= callee.spec().mailbox()) {
      refuse(
          call,
          KernelErr.WriteTimeout,
          "%s has %d calls open, as many as its mailbox takes."
              .formatted(callee.label(), callee.serving.size()),
          out);
    } else {
      open.put(call.id(), call);
      caller.made.add(call);
      callee.serving.add(call);
      if (service.is(Service.Phase.RUNNING)) {
        deliver(call, out);
      } else {
        service.held.add(call);
      }
    }
  }

  /** Delivers what was held back until this service ran. */
  void launched(Service service, List<Effect> out) {
    service.held.forEach(call -> deliver(call, out));
    service.held.clear();
  }

  private static void deliver(Call call, List<Effect> out) {
    call.delivered = true;
    out.add(new Effect.Deliver(call.callee().id(), call.event()));
  }

  /** Hands an answer to the call's caller, if the call still waits for one from this host. */
  void returned(Host callee, FromGuest.Returned answer, List<Effect> out) {
    Optional<Call> waiting = waiting(callee, answer.call());
    if (waiting.isEmpty()) {
      lateAnswers++;
      return;
    }
    Call call = waiting.get();
    close(call);
    Event.Resolved resolved =
        new Event.Resolved(
            call.id(), call.method(), answer.result(), answer.error(), Optional.empty());
    out.add(new Effect.Deliver(call.caller().id(), resolved));
  }

  void returnedTooMuch(Host callee, FromGuest.ReturnedTooMuch answer, List<Effect> out) {
    Optional<Call> waiting = waiting(callee, answer.call());
    if (waiting.isEmpty()) {
      lateAnswers++;
      return;
    }
    Call call = waiting.get();
    fail(
        call,
        KernelErr.DataTooLarge,
        "%s answered with %d bytes, and %s takes %d."
            .formatted(call.target(), answer.size(), call.caller().label(), answer.capacity()),
        Effect.Severity.WARNING,
        out);
  }

  void returnedLate() {
    lateAnswers++;
  }

  /** The call with this id, if it waits for an answer of this host. */
  private Optional<Call> waiting(Host callee, Id id) {
    return Optional.ofNullable(open.get(id))
        .filter(call -> call.delivered && call.callee().equals(callee));
  }

  /** Fails what has waited too long. */
  void expire(long now, List<Effect> out) {
    for (Optional<Call> oldest = oldest();
        oldest.isPresent() && deadline(oldest.get()) <= now;
        oldest = oldest()) {
      Call call = oldest.get();
      String detail =
          call.delivered
              ? "%s did not answer within %d ms.".formatted(call.target(), timeout.toMillis())
              : "%s did not launch within %d ms of a call to %s."
                  .formatted(call.callee().label(), timeout.toMillis(), call.target());
      boolean delivered = call.delivered;
      fail(call, KernelErr.RunTimeout, detail, Effect.Severity.WARNING, out);
      if (delivered) {
        out.add(new Effect.Deliver(call.callee().id(), new Event.Forget(call.id())));
      }
    }
  }

  OptionalLong nextDeadline() {
    Optional<Call> oldest = oldest();
    return oldest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(deadline(oldest.get()));
  }

  private Optional<Call> oldest() {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.values().iterator().next());
  }

  private long deadline(Call call) {
    return Times.after(call.madeAt(), timeout);
  }

  /** Drops the calls that this guest made, and fails those that waited for it. */
  void ended(Host host, List<Effect> out) {
    for (Call call : List.copyOf(host.made)) {
      close(call);
      if (call.delivered && !call.callee().equals(host)) {
        out.add(new Effect.Deliver(call.callee().id(), new Event.Forget(call.id())));
      }
    }
    for (Call call : List.copyOf(host.serving)) {
      fail(
          call,
          KernelErr.NetworkConnectionLost,
          "%s ended before it answered %s.".formatted(host.label(), call.methodName()),
          Effect.Severity.DEBUG,
          out);
    }
  }

  private void fail(
      Call call, KernelErr reason, String detail, Effect.Severity severity, List<Effect> out) {
    List<String> chain = CallChain.from(call);
    close(call);
    Failure failure = new Failure(reason, call.delivered, detail);
    out.add(
        new Effect.Report(
            severity,
            "A call of %s failed: %s The chain of calls is %s."
                .formatted(call.caller().label(), detail, String.join(", ", chain))));
    resolve(call.caller(), call.id(), call.method(), failure, chain, out);
  }

  private static void refuse(Call call, KernelErr reason, String detail, List<Effect> out) {
    out.add(
        new Effect.Report(
            Effect.Severity.DEBUG,
            "A call of %s was refused: %s".formatted(call.caller().label(), detail)));
    Failure failure = new Failure(reason, false, detail);
    resolve(call.caller(), call.id(), call.method(), failure, CallChain.from(call), out);
  }

  private record Failure(KernelErr reason, boolean mayHaveRun, String detail) {}

  private static void resolve(
      Host caller, Id call, Id method, Failure failure, List<String> chain, List<Effect> out) {
    CallFailure said =
        CallFailure.newBuilder()
            .setReason(failure.reason())
            .setDetail(CallChain.shortened(failure.detail(), CallChain.LONGEST_DETAIL))
            .addAllChain(chain)
            .setMayHaveRun(failure.mayHaveRun())
            .build();
    Event.Resolved resolved =
        new Event.Resolved(call, method, Payload.ABSENT, DISPATCH_ERROR, Optional.of(said));
    out.add(new Effect.Deliver(caller.id(), resolved));
  }

  private void close(Call call) {
    open.remove(call.id());
    call.caller().made.remove(call);
    call.callee().serving.remove(call);
    call.service().held.remove(call);
  }

  Collection<Call> open() {
    return new ArrayList<>(open.values());
  }

  long lateAnswers() {
    return lateAnswers;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
