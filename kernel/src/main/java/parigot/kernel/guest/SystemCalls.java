package parigot.kernel.guest;

import static java.util.Objects.requireNonNull;
import static syscall.v1.host.KernelErr.BadId;
import static syscall.v1.host.KernelErr.ReadOneTimeout;
import static syscall.v1.host.KernelErr.UnmarshalFailed;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.function.Consumer;
import parigot.kernel.Admission;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.SeededIds;
import parigot.kernel.TraceContext;
import parigot.v1.host.TimerRequest;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.ExitRequest;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.LaunchRequest;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.RegisterRequest;
import syscall.v1.host.RequireRequest;

/**
 * One guest's half of the kernel: it answers every system call at once, from what the guest itself
 * has done, from the calls it was handed and from the {@link Directory}. What it has done it tells
 * the kernel; what only the kernel can know comes back as an event.
 *
 * <p>Belongs to the thread that runs the guest: calls must not overlap, and must happen one before
 * the other. Nothing here waits, but for {@link SystemCall#READ_ONE}.
 *
 * <p>A guest's calls, timers and exits that are not resolved are its open ones. Their ids, chosen
 * by the guest, must differ, and there is a bound to their number.
 */
public final class SystemCalls {
  /** Into how many parts what may wait for a guest is divided when it says what it has taken. */
  private static final int TAKEN_AT_ONCE = 8;

  private final Id host;
  private final GuestSpec spec;
  private final boolean isHost;
  private final OwnServices services;
  private final PendingEvents arrivals;
  private final Unresolved unresolved;
  private final Refusals refusals;
  private final Declarations declarations;
  private final Dispatches dispatches;
  private final Exits exits;
  private final OwnTimers timers;
  private final Inbox inbox;
  private final Consumer<Id> current;
  private final Consumer<FromGuest> kernel;

  private long takenBytes;
  private Optional<Event.Call> working = Optional.empty();
  private Id toldCurrent = Id.EMPTY;
  private TraceContext trace = TraceContext.NONE;

  /**
   * Makes the system calls of one guest, to be used on its thread alone.
   *
   * @param admission what {@code Kernel.admit} gave
   * @param directory of that kernel
   * @param inbox where the events for the guest wait
   * @param current takes, on the guest's thread, which call it is working on from now on, {@link
   *     Id#EMPTY} for none: what {@code CurrentCalls} is to answer
   * @param kernel takes what the guest does, on the guest's thread; it must all come to {@code
   *     Kernel.handle}
   */
  public SystemCalls(
      Admission admission,
      Directory directory,
      Inbox inbox,
      Consumer<Id> current,
      Consumer<FromGuest> kernel) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.isHost = spec.kind() == GuestKind.EMBEDDER;
    this.services =
        new OwnServices(
            new SeededIds(admission.seed()), admission.named(), admission.identities(), spec);
    this.inbox = requireNonNull(inbox);
    this.current = requireNonNull(current);
    this.kernel = requireNonNull(kernel);
    this.arrivals = new PendingEvents(inbox);
    this.unresolved = new Unresolved(arrivals, spec.callsInFlight());
    this.refusals = new Refusals(spec, kernel);
    this.declarations =
        new Declarations(admission, directory, services, unresolved, refusals, kernel);
    this.dispatches =
        new Dispatches(admission, directory, services, arrivals, unresolved, refusals, kernel);
    this.exits = new Exits(admission, services, unresolved, refusals, kernel);
    this.timers = new OwnTimers(spec, unresolved, refusals, kernel);
  }

  /** The id of the guest's own host, which it must state in its requests. */
  public Id host() {
    return host;
  }

  /**
   * Carries out one system call. Bytes that are no such request are answered with {@code
   * UnmarshalFailed}; no request makes this throw.
   *
   * @param request the serialized request; it is kept as it is, so never change the array later
   * @throws RuntimeException only what {@link Inbox#await} throws when the guest is being ended
   */
  public Answer handle(SystemCall call, byte[] request) {
    try {
      return switch (call) {
        case REGISTER -> declarations.register(RegisterRequest.parseFrom(request));
        case BIND_METHOD -> declarations.bindMethod(BindMethodRequest.parseFrom(request));
        case EXPORT -> declarations.export(ExportRequest.parseFrom(request));
        case REQUIRE -> declarations.require(RequireRequest.parseFrom(request));
        case LAUNCH -> declarations.launch(LaunchRequest.parseFrom(request));
        case LOCATE -> declarations.locate(LocateRequest.parseFrom(request));
        case DISPATCH -> dispatches.dispatch(Wire.dispatch(request, isHost), trace);
        case RETURN_VALUE -> returnValue(Wire.returned(request));
        case READ_ONE -> readOne(Wire.readOne(request));
        case EXIT -> exits.exit(ExitRequest.parseFrom(request));
        case TIMER -> timers.timer(TimerRequest.parseFrom(request), trace);
      };
    } catch (InvalidProtocolBufferException notThatMessage) {
      return Answer.refused(UnmarshalFailed);
    }
  }

  /**
   * The next event, as a serialized {@code ReadOneResponse}, for a guest that is handed its events
   * instead of asking for them. An exit comes before resolved calls, and these before new calls.
   * Never waits.
   */
  public Optional<ByteString> nextEvent() {
    Optional<ByteString> event = take();
    tellCurrent();
    if (event.isPresent()) {
      timers.nextEvent();
      refusals.nextEvent();
    } else if (arrivals.takeProbe()) {
      kernel.accept(new FromGuest.Idle());
    }
    return event;
  }

  private void tellCurrent() {
    Id now = working.isPresent() ? working.get().call() : Id.EMPTY;
    if (!now.equals(toldCurrent)) {
      toldCurrent = now;
      current.accept(now);
    }
  }

  private Optional<ByteString> take() {
    takeIn();
    working = Optional.empty();
    trace = TraceContext.NONE;
    Optional<ByteString> exit = exits.next();
    if (exit.isPresent()) {
      // The guest is about to end; that others want it to would be no news.
      arrivals.nextExit();
      return exit;
    }
    Optional<Event.Exit> asked = arrivals.nextExit();
    if (asked.isPresent()) {
      return asked.map(Wire::exit);
    }
    for (Optional<Event.Resolved> next = arrivals.nextResolved();
        next.isPresent();
        next = arrivals.nextResolved()) {
      taken(next.get().result().size());
      Optional<Unresolved.Open> closed = unresolved.remove(next.get().call());
      if (closed.isPresent()) {
        trace = closed.get().trace();
        return Optional.of(Wire.resolved(host, next.get()));
      }
    }
    working = arrivals.nextCall();
    if (working.isPresent()) {
      trace = working.get().param().trace();
    }
    return working.map(call -> Wire.call(call, spec.takesLargeEvents()));
  }

  /**
   * Takes back a call of the guest's own that is not resolved: it is dropped where it has not
   * begun, its answer is too, and what it takes up is free. Nothing when it is over already. Its id
   * must not be used again.
   */
  public void withdraw(Id call) {
    dispatches.withdraw(call);
  }

  /** The kernel counts what waits for the guest, and need not know of every byte at once. */
  private void taken(int bytes) {
    takenBytes += bytes;
    if (takenBytes > spec.budgets().mailbox() / TAKEN_AT_ONCE) {
      kernel.accept(new FromGuest.Took(takenBytes));
      takenBytes = 0;
    }
  }

  private void takeIn() {
    arrivals.takeIn();
    arrivals.takeForgotten().ifPresent(kernel);
  }

  /**
   * The method that the guest was called in by the event that it took last, as in {@code
   * greeting.v1.greeting.FetchGreeting}; empty when that event was no call. On the guest's thread.
   */
  public Optional<String> workingOn() {
    return working.map(call -> services.print(call.service(), call.method()));
  }

  /**
   * Of which trace all that the guest does now is a part: that of the call that it was handed last,
   * or of what it did when it made the call, or set the timer, whose end it was handed last. On the
   * guest's thread.
   */
  public TraceContext trace() {
    return trace;
  }

  /** What is done until the next event is a part of this trace. For the host's own code. */
  public void within(TraceContext context) {
    trace = context;
  }

  /** Says that the guest's start has ended. */
  public void started() {
    kernel.accept(new FromGuest.Started());
  }

  private Answer returnValue(Wire.Return request) {
    if (!request.host().equals(host)) {
      return Answer.refused(BadId);
    }
    if (exits.answer(request.call())) {
      return Answer.DONE;
    }
    takeIn();
    return dispatches.returnValue(request);
  }

  private Answer readOne(Wire.ReadOne request) {
    if (!request.host().equals(host)) {
      return Answer.refused(BadId);
    }
    int timeout = request.timeoutMillis();
    boolean waited = false;
    while (true) {
      Optional<ByteString> event = nextEvent();
      if (event.isPresent()) {
        return Answer.of(event.get());
      }
      // What has arrived may be nothing for the guest, such as a call already taken back. There is
      // no clock here to tell how much of the time is left, so it is over a little early then.
      boolean over = timeout == 0 || (waited && timeout > 0);
      if (over || !inbox.await(timeout)) {
        return Answer.refused(ReadOneTimeout);
      }
      waited = true;
    }
  }
}
