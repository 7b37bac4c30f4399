package parigot.kernel.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallTimeouts;
import parigot.kernel.CurrentCalls;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.FailedCallView;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.NanoTime;
import parigot.kernel.Payload;
import syscall.v1.host.KernelErr;

/** The matcher: every call that waits, from its dispatch to the one event that ends it. */
final class Calls {
  private static final int MOST_REROUTED = 3;

  private final long timeout;
  private final CallDeadlocks deadlocks;
  private final Counters counters;
  private final Traces traces;
  private final FailedCalls failed;
  private final OpenCalls open = new OpenCalls();
  private final WithdrawnCalls withdrawn = new WithdrawnCalls();
  private final Optional<Instances> instances;
  private long lateAnswers;

  /**
   * @param instances where a call may go that certainly was not carried out; empty when it may not
   */
  Calls(
      Duration timeout,
      CallDeadlocks deadlocks,
      CurrentCalls current,
      Optional<Instances> instances,
      Counters counters,
      Traces traces) {
    this.counters = counters;
    this.traces = traces;
    this.timeout = timeout.toNanos();
    this.deadlocks = deadlocks;
    this.failed = new FailedCalls(deadlocks, current, counters);
    this.instances = instances;
  }

  /**
   * Fails a call to a service that is not there, unless another instance has it too.
   *
   * @param away the service, when it will be there again
   */
  void dispatchToNobody(
      Host caller, FromGuest.Dispatched made, Optional<Service> away, long now, List<Effect> out) {
    if (away.isEmpty()) {
      failed.ofNobody(caller, made, now, out);
      return;
    }
    Service service = away.get();
    long waits = timeout(caller, service, made);
    Payload param = traces.begun(caller, made.call(), made.param());
    Call call = new Call(made.call(), caller, service, made.method(), param, now, waits);
    if (open.find(made.call()).isPresent() || !reroute(call, now, out)) {
      failed.notThere(call, FailedCalls.whyAway(service), now, out);
    }
  }

  /** Fails a call that certainly was not carried out, for what it calls is not there. */
  void notThere(Host caller, Id call, Id method, String detail, List<Effect> out) {
    failed.notThere(caller, call, method, detail, out);
  }

  /** Has another instance carry out a call that waits no more, and certainly was not begun. */
  private boolean reroute(Call call, long now, List<Effect> out) {
    if (instances.isEmpty() || call.rerouted() == MOST_REROUTED || call.deadline() <= now) {
      return false;
    }
    Optional<Instances.Target> other = instances.get().besides(call.service(), call.method());
    other.ifPresent(to -> take(call.to(to.service(), to.method()), false, now, out));
    return other.isPresent();
  }

  /** Takes a call on its way, or fails it at once. */
  void dispatch(
      Host caller, FromGuest.Dispatched made, Service service, long now, List<Effect> out) {
    long timeout = timeout(caller, service, made);
    Payload param = traces.begun(caller, made.call(), made.param());
    Call call = new Call(made.call(), caller, service, made.method(), param, now, timeout);
    take(call, timeout == this.timeout, now, out);
  }

  /** Takes a call that a guest on another node has made. */
  void dispatchFrom(Call call, long now, List<Effect> out) {
    take(call, false, now, out);
  }

  private void take(Call call, boolean isUsual, long now, List<Effect> out) {
    Host callee = call.callee();
    Service service = call.service();
    if (open.find(call.id()).isPresent()) {
      failed.refuse(
          call,
          KernelErr.BadCallId,
          "Another guest has a call to %s open with the same id.".formatted(call.target()),
          now,
          out);
    } else if (callee.calls().mailbox() >= callee.spec().mailbox()) {
      failed.refuse(
          call,
          KernelErr.WriteTimeout,
          "%s has %d calls open, and its mailbox is %d."
              .formatted(callee.label(), callee.calls().mailbox(), callee.spec().mailbox()),
          now,
          out);
    } else if (callee.calls().callBytes() > callee.spec().budgets().mailbox() - call.size()) {
      failed.refuse(
          call,
          KernelErr.WriteTimeout,
          "%s has calls of %,d bytes open, and its mailbox-memory is %,d bytes."
              .formatted(
                  callee.label(), callee.calls().callBytes(), callee.spec().budgets().mailbox()),
          now,
          out);
    } else if (callee.isLeaving()) {
      if (!reroute(call, now, out)) {
        String detail =
            callee.isPeer()
                ? "%s is on node %s, which is stopping.".formatted(service.owner(), callee.label())
                : "%s is about to run on another node.".formatted(service.owner());
        failed.notThere(call, detail, now, out);
      }
    } else {
      Optional<String> full = callee.whyFull(call.size());
      if (full.isPresent()) {
        failed.refuse(call, KernelErr.WriteTimeout, full.get(), now, out);
        return;
      }
      open.add(call, isUsual);
      HostCalls.opened(call);
      counters.begun(call);
      if (service.isRunning() || service.isRemote()) {
        deliver(call, now, out);
      } else {
        service.hold(call);
      }
      deadlocks.suspect(call.caller());
    }
  }

  /** What the caller says, or else the callee's configuration, or else the application's. */
  private long timeout(Host caller, Service service, FromGuest.Dispatched made) {
    long configured = service.callTimeout() > 0 ? service.callTimeout() : timeout;
    long wanted = configured;
    if (made.timeoutMillis() > 0) {
      wanted =
          NanoTime.nanosOfMillis(Math.min(made.timeoutMillis(), CallTimeouts.LONGEST.toMillis()));
      if (made.isMost()) {
        wanted = Math.min(wanted, configured);
      }
    }
    return caller.spec().callTimeouts().patient() ? wanted : Math.min(wanted, timeout);
  }

  /** Delivers what was held back until this service ran. */
  void launched(Service service, long now, List<Effect> out) {
    service.takeHeld().forEach(call -> deliver(call, now, out));
    deadlocks.suspect(service.host());
  }

  private void deliver(Call call, long now, List<Effect> out) {
    call.deliveredAt(now);
    call.callee().bring(call, now, out);
    deadlocks.suspect(call.callee());
  }

  /** Hands an answer to the call's caller, if the call still waits for one from this host. */
  void returned(Host callee, FromGuest.Returned answer, long now, List<Effect> out) {
    callee.calls().answered(now);
    Optional<Call> waiting = waiting(callee, answer.call());
    if (waiting.isEmpty()) {
      lateAnswers++;
      return;
    }
    Call call = waiting.get();
    Host caller = call.caller();
    int size = answer.result().size();
    if (callee.isPeer() && answer.wasNotCarriedOut()) {
      close(call);
      if (reroute(call, now, out)) {
        return;
      }
    }
    Optional<String> full = caller.whyFull(size);
    if (full.isPresent()) {
      fail(call, KernelErr.WriteTimeout, full.get(), now, Effect.Severity.DEBUG, out);
      return;
    }
    if (caller.calls().resultBytes() > caller.spec().budgets().mailbox() - size) {
      fail(
          call,
          KernelErr.WriteTimeout,
          "results of %,d bytes wait for %s, and its mailbox-memory is %,d bytes."
              .formatted(
                  caller.calls().resultBytes(), caller.label(), caller.spec().budgets().mailbox()),
          now,
          Effect.Severity.DEBUG,
          out);
      return;
    }
    close(call);
    counters.ended(call, answer.outcome(), size, now);
    if (answer.error() != 0) {
      failed.answered(call, answer, now);
    }
    Event.Resolved resolved =
        new Event.Resolved(
            call.id(), call.methodAsked(), answer.result(), answer.error(), answer.failure());
    caller.deliver(resolved, out);
    deadlocks.suspect(caller);
  }

  void returnedTooMuch(Host callee, FromGuest.ReturnedTooMuch answer, long now, List<Effect> out) {
    callee.calls().answered(now);
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
            .formatted(call.target(), answer.size(), call.callerLabel(), answer.capacity()),
        now,
        Effect.Severity.WARNING,
        out);
  }

  void returnedLate(Host callee, Id call, List<Effect> out) {
    lateAnswers++;
    withdrawn.over(callee, call, out);
  }

  /** Calls that were taken back from their callee before it began them. */
  void unbegun(Host callee, List<Id> calls, List<Effect> out) {
    calls.forEach(call -> withdrawn.over(callee, call, out));
  }

  /** The call with this id, if it waits. */
  Optional<Call> find(Id id) {
    return open.find(id);
  }

  /** The call with this id, if it waits for an answer of this host. */
  private Optional<Call> waiting(Host callee, Id id) {
    return open.find(id).filter(call -> call.isDelivered() && call.callee().equals(callee));
  }

  /** Fails what has waited too long. */
  void expire(long now, List<Effect> out) {
    withdrawn.expire(now, out);
    for (Optional<Call> next = open.nextOver();
        next.isPresent() && next.get().deadline() <= now;
        next = open.nextOver()) {
      Call call = next.get();
      CallChain chain = failed.chain(call, now);
      String detail =
          "%s did not answer within %d ms: %s."
              .formatted(call.target(), call.timeout().toMillis(), chain.print());
      close(call);
      failed.fail(call, chain, KernelErr.RunTimeout, detail, Effect.Severity.WARNING, now, out);
      if (call.isDelivered()) {
        forget(call, out);
      }
    }
  }

  private void forget(Call call, List<Effect> out) {
    if (!call.callee().isPeer()) {
      call.callee().calls().isToForget(call);
    }
    call.callee().deliver(new Event.Forget(call.id(), call.size()), out);
    deadlocks.suspect(call.callee());
  }

  OptionalLong nextDeadline() {
    return NanoTime.earlier(deadline(open.nextOver()), deadline(withdrawn.nextOver()));
  }

  private static OptionalLong deadline(Optional<Call> call) {
    return call.isPresent() ? OptionalLong.of(call.get().deadline()) : OptionalLong.empty();
  }

  /**
   * Drops a call of this guest, which does not wait for it any more, if it still is one, and tells
   * when its callee does not work on it either. Of one on another node that is not known, and its
   * time has to pass.
   */
  void withdrawn(Host caller, Id id, long now, List<Effect> out) {
    Optional<Call> waiting = open.find(id).filter(call -> call.caller().equals(caller));
    waiting.ifPresent(call -> closeWithdrawn(call, now));
    boolean isTold = !caller.isPeer();
    if (waiting.isPresent() && waiting.get().isDelivered()) {
      Call call = waiting.get();
      if (isTold) {
        withdrawn.add(call);
      }
      forget(call, out);
    } else if (isTold) {
      caller.deliver(new Event.Over(id), out);
    }
  }

  /** Drops the calls that this guest made, and fails those that waited for it. */
  void ended(Host host, long now, List<Effect> out) {
    withdrawAll(host, now, out);
    for (Call call : host.calls().serving()) {
      fail(
          call,
          KernelErr.NetworkConnectionLost,
          "%s ended before it answered %s.".formatted(host.label(), call.methodName()),
          now,
          Effect.Severity.DEBUG,
          out);
    }
  }

  private void withdrawAll(Host host, long now, List<Effect> out) {
    withdrawn.ended(host, out);
    for (Call call : host.calls().made()) {
      closeWithdrawn(call, now);
      if (call.isDelivered() && !call.callee().equals(host)) {
        forget(call, out);
      }
    }
  }

  /**
   * Drops the calls from another node, and fails those to it.
   *
   * @param unwritten those that certainly did not get there
   */
  void lost(Peer peer, Set<Id> unwritten, String why, long now, List<Effect> out) {
    withdrawAll(peer, now, out);
    for (Call call : peer.calls().serving()) {
      if (unwritten.contains(call.id())) {
        call.neverArrived();
        close(call);
        if (reroute(call, now, out)) {
          continue;
        }
      }
      fail(
          call,
          KernelErr.NetworkConnectionLost,
          "the link to node %s was lost before %s was answered: %s"
              .formatted(peer.node(), call.target(), why),
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
    CallChain chain = failed.chain(call, now);
    close(call);
    failed.fail(call, chain, reason, detail, severity, now, out);
  }

  private void close(Call call) {
    open.remove(call);
    HostCalls.closed(call);
    call.service().letGo(call);
  }

  private void closeWithdrawn(Call call, long now) {
    close(call);
    counters.ended(call, CallOutcome.WITHDRAWN, 0, now);
  }

  /** All that wait, the oldest first. */
  List<Call> open() {
    return open.all();
  }

  /** Whom this open call waits for. */
  CallChain chain(Call call, long now) {
    return failed.chain(call, now);
  }

  /** The last calls that have failed, the last one first. */
  List<FailedCallView> failures(long now) {
    return failed.recent(now);
  }

  long lateAnswers() {
    return lateAnswers;
  }

  boolean isEmpty() {
    return open.isEmpty() && withdrawn.isEmpty();
  }
}
