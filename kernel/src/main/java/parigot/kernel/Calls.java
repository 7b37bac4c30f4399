package parigot.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/** The matcher: every call that waits, from its dispatch to the one event that ends it. */
final class Calls {
  private final long timeout;
  private final CallDeadlocks deadlocks;
  private final CurrentCalls current;
  private final OpenCalls open = new OpenCalls();
  private long lateAnswers;

  Calls(Duration timeout, CallDeadlocks deadlocks, CurrentCalls current) {
    this.timeout = timeout.toNanos();
    this.deadlocks = deadlocks;
    this.current = current;
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
    long timeout = timeout(caller, service, made.timeoutMillis());
    Call call = new Call(made.call(), caller, service, made.method(), made.param(), now, timeout);
    Host callee = call.callee();
    if (open.find(made.call()).isPresent()) {
      refuse(
          call,
          KernelErr.BadCallId,
          "Another guest has a call to %s open with the same id.".formatted(call.target()),
          out);
    } else if (callee.serving.size() + callee.unread >= callee.spec().mailbox()) {
      refuse(
          call,
          KernelErr.WriteTimeout,
          "%s has %d calls open, and its mailbox is %d."
              .formatted(
                  callee.label(), callee.serving.size() + callee.unread, callee.spec().mailbox()),
          out);
    } else if (callee.callBytes > callee.spec().budgets().mailbox() - call.size()) {
      refuse(
          call,
          KernelErr.WriteTimeout,
          "%s has calls of %,d bytes open, and its mailbox-memory is %,d bytes."
              .formatted(callee.label(), callee.callBytes, callee.spec().budgets().mailbox()),
          out);
    } else {
      open.add(call, timeout == this.timeout);
      Host.opened(call);
      if (service.is(Service.Phase.RUNNING)) {
        deliver(call, now, out);
      } else {
        service.held.add(call);
      }
      deadlocks.suspect(caller);
    }
  }

  /** What the caller says, or else the callee's configuration, or else the application's. */
  private long timeout(Host caller, Service service, long callersMillis) {
    long wanted;
    if (callersMillis > 0) {
      wanted = Times.nanosOfMillis(Math.min(callersMillis, CallTimeouts.LONGEST.toMillis()));
    } else {
      wanted = service.callTimeout > 0 ? service.callTimeout : timeout;
    }
    return caller.spec().callTimeouts().patient() ? wanted : Math.min(wanted, timeout);
  }

  /** Delivers what was held back until this service ran. */
  void launched(Service service, long now, List<Effect> out) {
    service.held.forEach(call -> deliver(call, now, out));
    service.held.clear();
    deadlocks.suspect(service.host());
  }

  private void deliver(Call call, long now, List<Effect> out) {
    call.delivered = true;
    call.deliveredAt = now;
    call.callee().deliver(call.event(), out);
    deadlocks.suspect(call.callee());
  }

  /** Hands an answer to the call's caller, if the call still waits for one from this host. */
  void returned(Host callee, FromGuest.Returned answer, long now, List<Effect> out) {
    callee.lastAnsweredAt = now;
    Optional<Call> waiting = waiting(callee, answer.call());
    if (waiting.isEmpty()) {
      lateAnswers++;
      return;
    }
    Call call = waiting.get();
    Host caller = call.caller();
    int size = answer.result().size();
    if (caller.resultBytes > caller.spec().budgets().mailbox() - size) {
      fail(
          call,
          KernelErr.WriteTimeout,
          "results of %,d bytes wait for %s, and its mailbox-memory is %,d bytes."
              .formatted(caller.resultBytes, caller.label(), caller.spec().budgets().mailbox()),
          now,
          Effect.Severity.DEBUG,
          out);
      return;
    }
    close(call);
    Event.Resolved resolved =
        new Event.Resolved(
            call.id(), call.method(), answer.result(), answer.error(), answer.failure());
    caller.deliver(resolved, out);
    deadlocks.suspect(caller);
  }

  void returnedTooMuch(Host callee, FromGuest.ReturnedTooMuch answer, long now, List<Effect> out) {
    callee.lastAnsweredAt = now;
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
        now,
        Effect.Severity.WARNING,
        out);
  }

  void returnedLate() {
    lateAnswers++;
  }

  /** The call with this id, if it waits for an answer of this host. */
  private Optional<Call> waiting(Host callee, Id id) {
    return open.find(id).filter(call -> call.delivered && call.callee().equals(callee));
  }

  /** Fails what has waited too long. */
  void expire(long now, List<Effect> out) {
    for (Optional<Call> next = open.nextOver();
        next.isPresent() && next.get().deadline() <= now;
        next = open.nextOver()) {
      Call call = next.get();
      CallChain chain = CallChain.from(call, current, now);
      String detail =
          "%s did not answer within %d ms: %s."
              .formatted(call.target(), call.timeout().toMillis(), chain.print());
      close(call);
      fail(call, chain, KernelErr.RunTimeout, detail, Effect.Severity.WARNING, out);
      if (call.delivered) {
        forget(call, out);
      }
    }
  }

  private void forget(Call call, List<Effect> out) {
    call.callee().unread++;
    call.callee().callBytes += call.size();
    call.callee().deliver(new Event.Forget(call.id(), call.size()), out);
    deadlocks.suspect(call.callee());
  }

  OptionalLong nextDeadline() {
    return open.nextOver()
        .map(call -> OptionalLong.of(call.deadline()))
        .orElse(OptionalLong.empty());
  }

  /** Drops a call of this guest, which does not wait for it any more, if it still is one. */
  void withdrawn(Host caller, Id id, List<Effect> out) {
    Optional<Call> waiting = open.find(id).filter(call -> call.caller().equals(caller));
    waiting.ifPresent(
        call -> {
          close(call);
          if (call.delivered) {
            forget(call, out);
          }
        });
  }

  /** Drops the calls that this guest made, and fails those that waited for it. */
  void ended(Host host, long now, List<Effect> out) {
    for (Call call : List.copyOf(host.made)) {
      close(call);
      if (call.delivered && !call.callee().equals(host)) {
        forget(call, out);
      }
    }
    for (Call call : List.copyOf(host.serving)) {
      fail(
          call,
          KernelErr.NetworkConnectionLost,
          "%s ended before it answered %s.".formatted(host.label(), call.methodName()),
          now,
          Effect.Severity.DEBUG,
          out);
    }
  }

  private void fail(
      Call call,
      KernelErr reason,
      String detail,
      long now,
      Effect.Severity severity,
      List<Effect> out) {
    CallChain chain = CallChain.from(call, current, now);
    close(call);
    fail(call, chain, reason, detail, severity, out);
  }

  private void fail(
      Call call,
      CallChain chain,
      KernelErr reason,
      String detail,
      Effect.Severity severity,
      List<Effect> out) {
    out.add(
        new Effect.Report(
            severity,
            call.caller().label() + " " + reason,
            "A call of %s failed: %s".formatted(call.caller().label(), detail)));
    Failure failure = new Failure(reason, call.delivered, detail);
    resolve(call.caller(), call.id(), call.method(), failure, chain.links(), out);
  }

  private void refuse(Call call, KernelErr reason, String detail, List<Effect> out) {
    out.add(
        new Effect.Report(
            Effect.Severity.WARNING,
            call.caller().label() + " refused " + reason,
            "A call of %s was refused: %s".formatted(call.caller().label(), detail)));
    Failure failure = new Failure(reason, false, detail);
    List<String> chain = List.of(CallChain.link(call));
    resolve(call.caller(), call.id(), call.method(), failure, chain, out);
  }

  private record Failure(KernelErr reason, boolean mayHaveRun, String detail) {}

  private void resolve(
      Host caller, Id call, Id method, Failure failure, List<String> chain, List<Effect> out) {
    CallFailure said = Failures.of(failure.reason(), failure.detail(), chain, failure.mayHaveRun());
    Event.Resolved resolved =
        new Event.Resolved(
            call, method, Payload.ABSENT, Failures.DISPATCH_ERROR, Optional.of(said));
    caller.deliver(resolved, out);
    deadlocks.suspect(caller);
  }

  private void close(Call call) {
    open.remove(call);
    Host.closed(call);
    call.service().held.remove(call);
  }

  /** All that wait, the oldest first. */
  List<Call> open() {
    return open.all();
  }

  long lateAnswers() {
    return lateAnswers;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
