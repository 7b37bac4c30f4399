package parigot.kernel.guest;

import static syscall.v1.host.KernelErr.BadCallId;
import static syscall.v1.host.KernelErr.BadId;
import static syscall.v1.host.KernelErr.CallerUnavailable;
import static syscall.v1.host.KernelErr.DataTooLarge;
import static syscall.v1.host.KernelErr.IdDispatch;
import static syscall.v1.host.KernelErr.WriteTimeout;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parigot.kernel.Admission;
import parigot.kernel.Budgets;
import parigot.kernel.Event;
import parigot.kernel.Failures;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.TraceContext;
import parigot.kernel.Utf8;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/** The system calls in which a guest calls others and answers their calls. */
final class Dispatches {
  private final Id host;
  private final GuestSpec spec;

  /** How many bytes tell a called guest who has called. */
  private final int contextSize;

  private final Directory directory;
  private final OwnServices services;
  private final PendingEvents arrivals;
  private final Unresolved unresolved;
  private final Refusals refusals;
  private final Consumer<FromGuest> kernel;

  Dispatches(
      Admission admission,
      Directory directory,
      OwnServices services,
      PendingEvents arrivals,
      Unresolved unresolved,
      Refusals refusals,
      Consumer<FromGuest> kernel) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.contextSize = Wire.contextSize(Utf8.length(spec.label()));
    this.directory = directory;
    this.services = services;
    this.arrivals = arrivals;
    this.unresolved = unresolved;
    this.refusals = refusals;
    this.kernel = kernel;
  }

  /**
   * @param trace what the guest does
   */
  Answer dispatch(Wire.Dispatch request, TraceContext trace) {
    Id call = request.call();
    Id service = request.service();
    if (!request.host().equals(host)) {
      return Answer.refused(BadId);
    }
    Optional<Directory.Entry> listed = directory.service(service);
    // The kernel may not have heard yet of what the guest itself has just registered and bound.
    Optional<OwnServices.Service> own = services.find(service);
    if (listed.isEmpty() && own.isEmpty()) {
      return Answer.refused(BadId);
    }
    boolean known =
        own.isPresent()
            ? own.get().hasMethod(request.method())
            : listed.get().hasMethod(request.method());
    if (!known) {
      return Answer.refused(IdDispatch);
    }
    if (!call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (unresolved.isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    int headers = request.param().headers().size();
    if (headers > Budgets.HEADERS) {
      return refusals.refused(
          DataTooLarge,
          "headers",
          () ->
              "made a call with %,d bytes of headers, and %,d are the most."
                  .formatted(headers, Budgets.HEADERS));
    }
    int capacity = own.isPresent() ? spec.capacity() : listed.get().capacity();
    int size =
        Wire.callSize(
            host,
            service,
            request.method(),
            call,
            request.param(),
            capacity > GuestSpec.LEAST_CAPACITY ? contextSize + headers : 0);
    if (size > capacity) {
      return refusals.refused(
          DataTooLarge,
          "message-limit",
          () ->
              "made a call of %,d bytes, and the called guest takes %,d (4,096, or its message-limit if it exports parigot_alloc_)."
                  .formatted(size, capacity));
    }
    if (unresolved.isFull()) {
      return refusals.tooManyCalls();
    }
    int bytes = request.param().size();
    if (unresolved.parameterBytes() > spec.budgets().calls() - bytes) {
      return refusals.refused(
          WriteTimeout,
          "calls-in-flight-memory",
          () ->
              "has calls with %,d bytes open and made one of %,d more, and its calls-in-flight-memory is %,d bytes."
                  .formatted(unresolved.parameterBytes(), bytes, spec.budgets().calls()));
    }
    unresolved.addCall(call, bytes, trace);
    kernel.accept(
        new FromGuest.Dispatched(
            call,
            service,
            request.method(),
            trace.isPresent() ? request.param().within(trace) : request.param(),
            request.timeoutMillis(),
            request.isMost()));
    return Answer.of(Wire.dispatched(call, own.isPresent() ? host : listed.get().host()));
  }

  /**
   * Takes back a call of the guest's own that is not resolved. Nothing when it is over already. Its
   * id must not be used again.
   */
  void withdraw(Id call) {
    if (unresolved.removeCall(call)) {
      kernel.accept(new FromGuest.Withdrawn(call));
    }
  }

  /** What has arrived must have been taken in, so that what no longer waits is known. */
  Answer returnValue(Wire.Return request) {
    Id call = request.call();
    Optional<Event.Call> served = arrivals.served(call);
    if (served.isEmpty()) {
      Optional<Id> caller = arrivals.callerOfForgotten(call);
      return caller.isEmpty() ? Answer.refused(BadId) : late(call, caller.get());
    }
    arrivals.answered(call);
    if (!directory.isAlive(served.get().callerHost())) {
      return late(call, served.get().callerHost());
    }
    Optional<CallFailure> failure = stated(request);
    Event.Resolved resolved =
        new Event.Resolved(call, served.get().method(), request.result(), request.error(), failure);
    int size = Wire.resolvedSize(served.get().callerHost(), resolved);
    if (size > served.get().callerCapacity()) {
      kernel.accept(new FromGuest.ReturnedTooMuch(call, size, served.get().callerCapacity()));
      return Answer.refused(DataTooLarge);
    }
    kernel.accept(new FromGuest.Returned(call, request.result(), request.error(), failure));
    return Answer.DONE;
  }

  private Answer late(Id call, Id caller) {
    kernel.accept(new FromGuest.ReturnedLate(call));
    return Answer.refused(directory.isAlive(caller) ? BadId : CallerUnavailable);
  }

  /** What a guest says of a call that it could not carry out, as far as it may. */
  private static Optional<CallFailure> stated(Wire.Return answer) {
    if (answer.failure().isEmpty()
        || answer.error() != Failures.DISPATCH_ERROR
        || answer.result().present()) {
      return Optional.empty();
    }
    CallFailure said = answer.failure().get();
    KernelErr reason =
        said.getReason() == KernelErr.UNRECOGNIZED ? KernelErr.ExecError : said.getReason();
    return Optional.of(Failures.of(reason, said.getDetail(), List.of(), said.getMayHaveRun()));
  }
}
