package parigot.kernel;

import static java.util.Objects.requireNonNull;
import static syscall.v1.host.KernelErr.BadCallId;
import static syscall.v1.host.KernelErr.BadId;
import static syscall.v1.host.KernelErr.CallerUnavailable;
import static syscall.v1.host.KernelErr.DataTooLarge;
import static syscall.v1.host.KernelErr.IdDispatch;
import static syscall.v1.host.KernelErr.NamespaceExhausted;
import static syscall.v1.host.KernelErr.NotFound;
import static syscall.v1.host.KernelErr.NotRequired;
import static syscall.v1.host.KernelErr.ReadOneTimeout;
import static syscall.v1.host.KernelErr.UnmarshalFailed;
import static syscall.v1.host.KernelErr.WriteTimeout;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parigot.v1.host.CallFailure;
import parigot.v1.host.TimerRequest;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.BindMethodResponse;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitRequest;
import syscall.v1.host.ExitResponse;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.FullyQualifiedService;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LaunchRequest;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;
import syscall.v1.host.RegisterRequest;
import syscall.v1.host.RegisterResponse;
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

  /** How many bytes tell a called guest who has called. */
  private final int contextSize;

  private final Directory directory;
  private final OwnServices services;
  private final Arrivals arrivals;
  private final Inbox inbox;
  private final Consumer<Id> current;
  private final Consumer<FromGuest> kernel;

  private final Map<Id, Open> open = new HashMap<>();

  private long parameterBytes;
  private long takenBytes;
  private final Set<String> limitsMet = new HashSet<>();
  private final Map<Id, ExitPair> exitsToAnswer = new HashMap<>();
  private final Queue<AnsweredExit> answeredExits = new ArrayDeque<>();
  private Optional<Event.Call> working = Optional.empty();
  private Id toldCurrent = Id.EMPTY;
  private int launching;
  private int cancelled;
  private int turn;

  /** What is not resolved, and how many bytes its parameter takes. */
  private record Open(Kind kind, int bytes) {
    enum Kind {
      LAUNCH,
      CALL,
      EXIT,
      TIMER
    }

    static final Open LAUNCH = new Open(Kind.LAUNCH, 0);
    static final Open EXIT = new Open(Kind.EXIT, 0);
    static final Open TIMER = new Open(Kind.TIMER, 0);

    static Open call(int bytes) {
      return new Open(Kind.CALL, bytes);
    }
  }

  private record AnsweredExit(Id call, ExitPair pair) {}

  /**
   * Makes the system calls of one guest, to be used on its thread alone.
   *
   * @param admission what {@link Kernel#admit} gave
   * @param directory of that kernel
   * @param inbox where the events for the guest wait
   * @param current takes, on the guest's thread, which call it is working on from now on, {@link
   *     Id#EMPTY} for none: what {@link CurrentCalls} is to answer
   * @param kernel takes what the guest does, on the guest's thread; it must all come to {@link
   *     Kernel#handle}
   */
  public SystemCalls(
      Admission admission,
      Directory directory,
      Inbox inbox,
      Consumer<Id> current,
      Consumer<FromGuest> kernel) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.contextSize = Wire.contextSize(Utf8.length(spec.label()));
    this.turn = admission.number();
    this.directory = directory;
    this.services = admission.services();
    this.current = requireNonNull(current);
    this.arrivals = new Arrivals(inbox);
    this.inbox = requireNonNull(inbox);
    this.kernel = requireNonNull(kernel);
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
        case REGISTER -> register(RegisterRequest.parseFrom(request));
        case BIND_METHOD -> bindMethod(BindMethodRequest.parseFrom(request));
        case EXPORT -> export(ExportRequest.parseFrom(request));
        case REQUIRE -> require(RequireRequest.parseFrom(request));
        case LAUNCH -> launch(LaunchRequest.parseFrom(request));
        case LOCATE -> locate(LocateRequest.parseFrom(request));
        case DISPATCH -> dispatch(Wire.dispatch(request));
        case RETURN_VALUE -> returnValue(Wire.returned(request));
        case READ_ONE -> readOne(Wire.readOne(request));
        case EXIT -> exit(ExitRequest.parseFrom(request));
        case TIMER -> timer(TimerRequest.parseFrom(request));
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
      cancelled = 0;
      if (!limitsMet.isEmpty()) {
        limitsMet.clear();
      }
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
    AnsweredExit exit = answeredExits.poll();
    if (exit != null) {
      return Optional.of(exitResolved(exit));
    }
    Optional<Event.Exit> asked = arrivals.nextExit();
    if (asked.isPresent()) {
      return asked.map(Wire::exit);
    }
    for (Optional<Event.Resolved> next = arrivals.nextResolved();
        next.isPresent();
        next = arrivals.nextResolved()) {
      taken(next.get().result().size());
      if (close(next.get().call())) {
        return Optional.of(Wire.resolved(host, next.get()));
      }
    }
    working = arrivals.nextCall();
    return working.map(call -> Wire.call(call, spec.takesLargeEvents()));
  }

  /**
   * Takes back a call of the guest's own that is not resolved: it is dropped where it has not
   * begun, its answer is too, and what it takes up is free. Nothing when it is over already. Its id
   * must not be used again.
   */
  public void withdraw(Id call) {
    Open waiting = open.get(call);
    if (waiting != null && waiting.kind() == Open.Kind.CALL && close(call)) {
      kernel.accept(new FromGuest.Withdrawn(call));
    }
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

  private ByteString exitResolved(AnsweredExit exit) {
    // The guest is about to end; that others want it to would be no news.
    arrivals.nextExit();
    close(exit.call());
    kernel.accept(new FromGuest.ExitDelivered(exit.call()));
    return Wire.resolvedExit(host, exit.call(), exit.pair());
  }

  private Answer register(RegisterRequest request) {
    if (!isOwnHost(request.getHostId())) {
      return Answer.refused(BadId);
    }
    if (isTooLong(request.getDebugName())) {
      return tooLong(request.getDebugName());
    }
    if (services.isFull()) {
      return refused(
          NamespaceExhausted,
          "services",
          () ->
              "has registered %d services, and its limit services is that."
                  .formatted(spec.services()));
    }
    if (services.wouldExceed(request.getDebugName())) {
      return tooManyNames();
    }
    OwnServices.Registration made = services.register(request.getDebugName());
    kernel.accept(new FromGuest.Registered(made.service(), request.getDebugName()));
    return Answer.of(
        RegisterResponse.newBuilder()
            .setServiceId(Wire.raw(made.service()))
            .setExistedPreviously(made.existed())
            .build()
            .toByteArray());
  }

  private Answer bindMethod(BindMethodRequest request) {
    Optional<OwnServices.Service> service = own(request.getServiceId());
    if (!isOwnHost(request.getHostId()) || service.isEmpty()) {
      return Answer.refused(BadId);
    }
    String name = request.getMethodName();
    if (name.isEmpty()) {
      return Answer.refused(IdDispatch);
    }
    if (isTooLong(name)) {
      return tooLong(name);
    }
    Optional<Id> bound = service.get().methodNamed(name);
    if (bound.isEmpty() && services.wouldExceed(name)) {
      return tooManyNames();
    }
    Id method = bound.orElseGet(() -> bind(service.get(), Wire.id(request.getServiceId()), name));
    return Answer.of(
        BindMethodResponse.newBuilder().setMethodId(Wire.raw(method)).build().toByteArray());
  }

  private Id bind(OwnServices.Service service, Id id, String name) {
    Id method = service.bind(name);
    kernel.accept(new FromGuest.Bound(id, method, name));
    return method;
  }

  private Answer export(ExportRequest request) {
    Optional<OwnServices.Service> service = own(request.getServiceId());
    if (!isOwnHost(request.getHostId()) || service.isEmpty()) {
      return Answer.refused(BadId);
    }
    Optional<Answer> refusal = refusal(request.getServiceList());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<ServiceName> exported = names(request.getServiceList());
    Optional<ServiceName> forbidden = notIn(spec.grants().exports(), exported);
    if (forbidden.isPresent()) {
      return refused(BadId, "exports", () -> notGranted("export", forbidden.get(), "exports"));
    }
    List<ServiceName> added = service.get().export(exported);
    if (!added.isEmpty()) {
      kernel.accept(new FromGuest.Exported(Wire.id(request.getServiceId()), added));
    }
    return Answer.DONE;
  }

  private Answer require(RequireRequest request) {
    Optional<OwnServices.Service> service = own(request.getSource());
    if (service.isEmpty()) {
      return Answer.refused(BadId);
    }
    Optional<Answer> refusal = refusal(request.getDestList());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<ServiceName> required = names(request.getDestList());
    Optional<ServiceName> forbidden = notIn(spec.grants().requires(), required);
    if (forbidden.isPresent()) {
      return refused(BadId, "requires", () -> notGranted("require", forbidden.get(), "requires"));
    }
    List<ServiceName> added = service.get().require(required);
    if (!added.isEmpty()) {
      kernel.accept(new FromGuest.Required(Wire.id(request.getSource()), added));
    }
    return Answer.DONE;
  }

  private Answer launch(LaunchRequest request) {
    Id call = Wire.id(request.getCallId());
    Optional<OwnServices.Service> service = own(request.getServiceId());
    if (!isOwnHost(request.getHostId())
        || service.isEmpty()
        || !Wire.id(request.getMethodId()).equals(Id.LAUNCH_METHOD)
        || !call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    if (!service.get().askLaunch()) {
      return Answer.refused(BadId);
    }
    open.put(call, Open.LAUNCH);
    launching++;
    kernel.accept(new FromGuest.LaunchAsked(Wire.id(request.getServiceId()), call));
    return Answer.DONE;
  }

  private Answer locate(LocateRequest request) {
    Id caller = Wire.id(request.getCalledBy());
    ServiceName name = new ServiceName(request.getPackageName(), request.getServiceName());
    Optional<OwnServices.Service> source = services.find(caller);
    if (source.isEmpty() && !caller.isEmpty() && !caller.isZero()) {
      return Answer.refused(BadId);
    }
    if (!spec.grants().requires().match(name)) {
      return refused(NotRequired, "requires", () -> notGranted("locate", name, "requires"));
    }
    Optional<Directory.Entry> found = directory.provider(name, turn);
    if (found.isEmpty()) {
      return Answer.refused(NotFound);
    }
    if (!caller.isEmpty() && !source.map(s -> s.requires(name)).orElse(false)) {
      return Answer.refused(NotRequired);
    }
    turn++;
    Directory.Entry provider = found.get();
    LocateResponse.Builder response =
        LocateResponse.newBuilder()
            .setHostId(Wire.raw(provider.host()))
            .setServiceId(Wire.raw(provider.service()));
    for (ServiceView.Method method : provider.methods()) {
      response.addBinding(
          MethodBinding.newBuilder()
              .setMethodName(method.name())
              .setMethodId(Wire.raw(method.id())));
    }
    return Answer.of(response.build().toByteArray());
  }

  /** Says that the guest's start has ended. */
  public void started() {
    kernel.accept(new FromGuest.Started());
  }

  private Answer dispatch(Wire.Dispatch request) {
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
    if (isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    int capacity = own.isPresent() ? spec.capacity() : listed.get().capacity();
    int size =
        Wire.callSize(
            host,
            service,
            request.method(),
            call,
            request.param(),
            capacity > GuestSpec.LEAST_CAPACITY ? contextSize : 0);
    if (size > capacity) {
      return refused(
          DataTooLarge,
          "message-limit",
          () ->
              "made a call of %,d bytes, and the called guest takes %,d (4,096, or its message-limit if it exports parigot_alloc_)."
                  .formatted(size, capacity));
    }
    if (isFull()) {
      return tooManyCalls();
    }
    int bytes = request.param().size();
    if (parameterBytes > spec.budgets().calls() - bytes) {
      return refused(
          WriteTimeout,
          "calls-in-flight-memory",
          () ->
              "has calls with %,d bytes open and made one of %,d more, and its calls-in-flight-memory is %,d bytes."
                  .formatted(parameterBytes, bytes, spec.budgets().calls()));
    }
    open.put(call, Open.call(bytes));
    parameterBytes += bytes;
    kernel.accept(
        new FromGuest.Dispatched(
            call, service, request.method(), request.param(), request.timeoutMillis()));
    return Answer.of(Wire.dispatched(call, own.isPresent() ? host : listed.get().host()));
  }

  private Answer returnValue(Wire.Return request) {
    Id call = request.call();
    if (!request.host().equals(host)) {
      return Answer.refused(BadId);
    }
    ExitPair exit = exitsToAnswer.remove(call);
    if (exit != null) {
      answeredExits.add(new AnsweredExit(call, exit));
      return Answer.DONE;
    }
    // What no longer waits must be known before the answer is taken.
    takeIn();
    Optional<Event.Call> served = arrivals.served(call);
    if (served.isEmpty()) {
      Optional<Id> caller = arrivals.callerOfForgotten(call);
      return caller.isEmpty() ? Answer.refused(BadId) : late(call, caller.get());
    }
    arrivals.answered(call);
    if (!directory.isAlive(served.get().callerHost())) {
      return late(call, served.get().callerHost());
    }
    Optional<CallFailure> failure = Failures.stated(request);
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

  private Answer exit(ExitRequest request) {
    Id call = Wire.id(request.getCallId());
    Id service = Wire.id(request.getPair().getServiceId());
    // A guest without a service of its own names the service that stands for exiting.
    if (!isOwnHost(request.getHostId())
        || !(services.find(service).isPresent() || service.equals(Id.EXIT_SERVICE))
        || !Wire.id(request.getMethodId()).equals(Id.EXIT_METHOD)
        || !call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    if (request.getShutdownAll() && !spec.grants().mayEndApplication()) {
      return refused(
          BadId,
          "may-end-application",
          () -> "wanted to end the application, and its may-end-application is false.");
    }
    // Not counted among its calls: a guest that may make no more of them may still end.
    if (exitsToAnswer.size() + answeredExits.size() >= spec.callsInFlight()) {
      return Answer.refused(WriteTimeout);
    }
    int code = ExitCode.ofGuest(request.getPair().getCode());
    ExitPair pair = Wire.exitPair(service, code);
    open.put(call, Open.EXIT);
    exitsToAnswer.put(call, pair);
    kernel.accept(new FromGuest.ExitAsked(call, service, code, request.getShutdownAll()));
    return Answer.of(ExitResponse.newBuilder().setPair(pair).build().toByteArray());
  }

  private Answer timer(TimerRequest request) {
    Id call = Wire.id(request.getCallId());
    if (!call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (request.getCancel()) {
      if (open.remove(call, Open.TIMER)) {
        // Counted until the next event: one event must not fill the kernel's mailbox.
        cancelled++;
        kernel.accept(new FromGuest.TimerCancelled(call));
      }
      return Answer.DONE;
    }
    if (isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    if (isFull() || cancelled >= spec.callsInFlight()) {
      return tooManyCalls();
    }
    open.put(call, Open.TIMER);
    Duration delay = Duration.of(Math.max(0, request.getDelayMicros()), ChronoUnit.MICROS);
    kernel.accept(new FromGuest.TimerSet(call, delay));
    return Answer.DONE;
  }

  private boolean isInUse(Id call) {
    return open.containsKey(call) || arrivals.knows(call);
  }

  private boolean isFull() {
    return open.size() - launching >= spec.callsInFlight();
  }

  /** Whether the guest waits for this one; an answer to what it took back is nothing to it. */
  private boolean close(Id call) {
    Open closed = open.remove(call);
    if (closed == null) {
      return false;
    }
    parameterBytes -= closed.bytes();
    if (closed.kind() == Open.Kind.LAUNCH) {
      launching--;
    }
    return true;
  }

  private boolean isOwnHost(IdRaw raw) {
    return Wire.id(raw).equals(host);
  }

  private Optional<OwnServices.Service> own(IdRaw raw) {
    return services.find(Wire.id(raw));
  }

  private static Optional<ServiceName> notIn(NamePatterns granted, List<ServiceName> names) {
    return names.stream().filter(name -> !granted.match(name)).findFirst();
  }

  private static String notGranted(String verb, ServiceName name, String key) {
    return "wanted to %s %s, which is not among its %s.".formatted(verb, name, key);
  }

  private Answer tooLong(String name) {
    return refused(
        DataTooLarge,
        "longest name",
        () ->
            "has a name of %,d bytes, and a name has at most %d."
                .formatted(Utf8.length(name), Budgets.LONGEST_NAME));
  }

  private Answer tooManyNames() {
    return refused(
        NamespaceExhausted,
        "names-memory",
        () ->
            "has names for all of its names-memory of %,d bytes."
                .formatted(spec.budgets().names()));
  }

  private Answer tooManyCalls() {
    return refused(
        WriteTimeout,
        "calls-in-flight",
        () ->
            "has as many calls and timers open as its calls-in-flight of %,d."
                .formatted(spec.callsInFlight()));
  }

  /** The operator hears of each limit once an event, however often it is met. */
  private Answer refused(KernelErr error, String key, Supplier<String> sentence) {
    if (limitsMet.add(key)) {
      kernel.accept(new FromGuest.Refused(key, sentence.get()));
    }
    return Answer.refused(error);
  }

  /** The answer when these names are too many, or too long. */
  private Optional<Answer> refusal(List<FullyQualifiedService> raw) {
    String[] parts = new String[raw.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = raw.get(i).getPackagePath() + "." + raw.get(i).getService();
      if (isTooLong(parts[i])) {
        return Optional.of(tooLong(parts[i]));
      }
    }
    return services.wouldExceed(parts) ? Optional.of(tooManyNames()) : Optional.empty();
  }

  private static boolean isTooLong(String name) {
    return name.length() > Budgets.LONGEST_NAME || Utf8.length(name) > Budgets.LONGEST_NAME;
  }

  private static List<ServiceName> names(List<FullyQualifiedService> raw) {
    return raw.stream()
        .map(name -> new ServiceName(name.getPackagePath(), name.getService()))
        .toList();
  }
}
