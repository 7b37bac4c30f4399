package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parigot.kernel.Admission;
import parigot.kernel.Event;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.TraceContext;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.GuestWire;
import parigot.kernel.guest.Inbox;
import parigot.kernel.guest.SystemCall;
import parigot.kernel.guest.SystemCalls;
import parigot.v1.host.CallContext;
import parigot.v1.host.TimerRequest;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.BindMethodResponse;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.ExitRequest;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.FullyQualifiedService;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LaunchRequest;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneRequest;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.RegisterRequest;
import syscall.v1.host.RegisterResponse;
import syscall.v1.host.RequireRequest;
import syscall.v1.host.ReturnValueRequest;

/** A guest as a test plays it: it makes real system calls with real bytes. */
final class TestGuest implements Inbox {
  private static final long CALL_LETTER = (long) IdKind.CALL.letter() << 56;

  /** The calls that it has withdrawn and heard to be over. */
  final List<Id> overs = new ArrayList<>();

  final Id host;
  final GuestSpec spec;
  final String label;
  final Deque<Event> inbox = new ArrayDeque<>();
  final List<Integer> waits = new ArrayList<>();
  private final SystemCalls calls;
  boolean alive = true;

  /** The call that it is working on. */
  Id current = Id.EMPTY;

  /** What happens while the guest waits for an event. */
  Runnable meanwhile = () -> {};

  private long callsMade;

  TestGuest(TestApplication application, Admission admission) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.label = spec.label();
    this.calls =
        new SystemCalls(
            admission,
            application.directory,
            this,
            now -> current = now,
            said -> application.said(this, said));
  }

  @Override
  public Optional<Event> poll() {
    Optional<Event> next = Optional.ofNullable(inbox.poll());
    next.filter(Event.Over.class::isInstance)
        .ifPresent(event -> overs.add(((Event.Over) event).call()));
    return next;
  }

  @Override
  public boolean await(int timeoutMillis) {
    waits.add(timeoutMillis);
    meanwhile.run();
    return inbox.stream().anyMatch(event -> !(event instanceof Event.Forget));
  }

  Answer handle(SystemCall call, byte[] request) {
    return calls.handle(call, request);
  }

  KernelErr error(SystemCall call, Message request) {
    return KernelErr.forNumber(calls.handle(call, request.toByteArray()).error());
  }

  private byte[] response(SystemCall call, Message request) {
    Answer answer = calls.handle(call, request.toByteArray());
    assertThat(KernelErr.forNumber(answer.error())).isEqualTo(KernelErr.NoError);
    return answer.response().toByteArray();
  }

  /** What it does until its next event is a part of this trace. */
  void within(TraceContext trace) {
    calls.within(trace);
  }

  TraceContext trace() {
    return calls.trace();
  }

  /** An id for a call that no other guest and no other call has. */
  Id newCall() {
    return new Id(
        CALL_LETTER | (host.high() & 0xffff_ffff_ffffL), (host.low() << 20) + ++callsMade);
  }

  RegisterRequest.Builder registering(String debugName) {
    return RegisterRequest.newBuilder().setHostId(host.raw()).setDebugName(debugName);
  }

  Id register(String debugName) {
    return Id.of(registered(debugName).getServiceId());
  }

  RegisterResponse registered(String debugName) {
    byte[] response = response(SystemCall.REGISTER, registering(debugName).build());
    return parsed(() -> RegisterResponse.parseFrom(response));
  }

  BindMethodRequest.Builder binding(Id service, String method) {
    return BindMethodRequest.newBuilder()
        .setHostId(host.raw())
        .setServiceId(service.raw())
        .setMethodName(method);
  }

  Id bind(Id service, String method) {
    byte[] response = response(SystemCall.BIND_METHOD, binding(service, method).build());
    return Id.of(parsed(() -> BindMethodResponse.parseFrom(response)).getMethodId());
  }

  ExportRequest.Builder exporting(Id service, String... names) {
    return ExportRequest.newBuilder()
        .setServiceId(service.raw())
        .setHostId(host.raw())
        .addAllService(fullyQualified(names));
  }

  TestGuest export(Id service, String... names) {
    assertThat(response(SystemCall.EXPORT, exporting(service, names).build())).isEmpty();
    return this;
  }

  RequireRequest.Builder requiring(Id service, String... names) {
    return RequireRequest.newBuilder().setSource(service.raw()).addAllDest(fullyQualified(names));
  }

  TestGuest require(Id service, String... names) {
    assertThat(response(SystemCall.REQUIRE, requiring(service, names).build())).isEmpty();
    return this;
  }

  LaunchRequest.Builder launching(Id service, Id call) {
    return LaunchRequest.newBuilder()
        .setServiceId(service.raw())
        .setCallId(call.raw())
        .setHostId(host.raw())
        .setMethodId(Id.LAUNCH_METHOD.raw());
  }

  Id launch(Id service) {
    Id call = newCall();
    assertThat(response(SystemCall.LAUNCH, launching(service, call).build())).isEmpty();
    return call;
  }

  /** Registers, exports one name, binds the methods, and launches. */
  Id serve(String name, String... methods) {
    Id service = register(name);
    export(service, name);
    Arrays.stream(methods).forEach(method -> bind(service, method));
    launch(service);
    return service;
  }

  /** Registers, requires the names, and launches. */
  Id useOnly(String... names) {
    Id service = register(label);
    require(service, names);
    launch(service);
    return service;
  }

  LocateRequest.Builder locating(String name, Id calledBy) {
    FullyQualifiedService wanted = fullyQualified(name).get(0);
    return LocateRequest.newBuilder()
        .setPackageName(wanted.getPackagePath())
        .setServiceName(wanted.getService())
        .setCalledBy(calledBy.raw());
  }

  LocateResponse locate(String name, Id calledBy) {
    byte[] response = response(SystemCall.LOCATE, locating(name, calledBy).build());
    return parsed(() -> LocateResponse.parseFrom(response));
  }

  /** What a call needs to know of its target: the first method of some service of this name. */
  Target find(String name) {
    LocateResponse found = locate(name, Id.EMPTY);
    return new Target(Id.of(found.getServiceId()), Id.of(found.getBinding(0).getMethodId()));
  }

  record Target(Id service, Id method) {}

  DispatchRequest.Builder dispatching(Target target, Id call, String param) {
    return DispatchRequest.newBuilder()
        .setBundle(
            MethodBundle.newBuilder()
                .setHostId(host.raw())
                .setServiceId(target.service().raw())
                .setMethodId(target.method().raw())
                .setCallId(call.raw()))
        .setParam(any(param));
  }

  Id dispatch(Target target, String param) {
    return dispatch(target, param, 0);
  }

  /**
   * @param timeoutMillis a whole number of 32 bits without a sign
   */
  Id dispatch(Target target, String param, long timeoutMillis) {
    Id call = newCall();
    DispatchRequest request =
        dispatching(target, call, param).setTimeoutInMillis((int) timeoutMillis).build();
    response(SystemCall.DISPATCH, request);
    return call;
  }

  /** Makes a call with headers, and says in vain that another has made it. */
  KernelErr dispatchWith(Target target, Map<String, String> headers) {
    return dispatchWith(target, CallContext.newBuilder().putAllHeader(headers).build());
  }

  KernelErr dispatchWith(Target target, CallContext said) {
    DispatchRequest.Builder request = dispatching(target, newCall(), "");
    request.getBundleBuilder().setContext(said.toBuilder().setCaller("somebody"));
    return error(SystemCall.DISPATCH, request.build());
  }

  /** Makes a call that waits no longer than this, nor than the configuration says. */
  void dispatchWithin(Target target, long mostMillis) {
    response(
        SystemCall.DISPATCH,
        dispatching(target, newCall(), "")
            .setTimeoutInMillis((int) mostMillis)
            .setTimeoutIsMost(true)
            .build());
  }

  void withdraw(Id call) {
    calls.withdraw(call);
  }

  ReturnValueRequest.Builder returning(Id call) {
    return ReturnValueRequest.newBuilder()
        .setBundle(MethodBundle.newBuilder().setHostId(host.raw()).setCallId(call.raw()));
  }

  void answer(Id call, String result) {
    assertThat(response(SystemCall.RETURN_VALUE, returning(call).setResult(any(result)).build()))
        .isEmpty();
  }

  KernelErr errorOfAnswer(Id call, String result) {
    return error(SystemCall.RETURN_VALUE, returning(call).setResult(any(result)).build());
  }

  ExitRequest.Builder exiting(Id service, Id call, int code) {
    return ExitRequest.newBuilder()
        .setPair(GuestWire.exitPair(service, code))
        .setCallId(call.raw())
        .setHostId(host.raw())
        .setMethodId(Id.EXIT_METHOD.raw());
  }

  Id exit(Id service, int code) {
    Id call = newCall();
    response(SystemCall.EXIT, exiting(service, call, code).build());
    return call;
  }

  Id exitAll(Id service, int code) {
    Id call = newCall();
    response(SystemCall.EXIT, exiting(service, call, code).setShutdownAll(true).build());
    return call;
  }

  Id setTimer(long micros) {
    Id call = newCall();
    response(
        SystemCall.TIMER,
        TimerRequest.newBuilder().setCallId(call.raw()).setDelayMicros(micros).build());
    return call;
  }

  KernelErr errorOfTimer(long micros) {
    return error(
        SystemCall.TIMER,
        TimerRequest.newBuilder().setCallId(newCall().raw()).setDelayMicros(micros).build());
  }

  KernelErr cancelTimer(Id call) {
    return error(
        SystemCall.TIMER, TimerRequest.newBuilder().setCallId(call.raw()).setCancel(true).build());
  }

  ReadOneRequest.Builder reading(int timeoutMillis) {
    return ReadOneRequest.newBuilder().setHostId(host.raw()).setTimeoutInMillis(timeoutMillis);
  }

  /** The next event, if there is one by now. */
  Optional<ReadOneResponse> poke() {
    Answer answer = calls.handle(SystemCall.READ_ONE, reading(0).build().toByteArray());
    if (answer.error() == KernelErr.ReadOneTimeout_VALUE) {
      return Optional.empty();
    }
    assertThat(answer.error()).isZero();
    return Optional.of(parsed(() -> ReadOneResponse.parseFrom(answer.response())));
  }

  /** The next event, which must be there. */
  ReadOneResponse next() {
    Optional<ReadOneResponse> event = poke();
    assertThat(event).as("an event for %s", label).isPresent();
    return event.get();
  }

  /** The next event, handed over as reactors get theirs. */
  Optional<ReadOneResponse> handed() {
    return calls.nextEvent().map(event -> parsed(() -> ReadOneResponse.parseFrom(event)));
  }

  /** The id of the call that comes next. */
  Id nextCall() {
    ReadOneResponse event = next();
    assertThat(event.hasResolved()).isFalse();
    return Id.of(event.getBundle().getCallId());
  }

  static Any any(String text) {
    return Any.pack(StringValue.of(text));
  }

  static List<FullyQualifiedService> fullyQualified(String... names) {
    return Arrays.stream(names)
        .map(
            name -> {
              int dot = name.lastIndexOf('.');
              return FullyQualifiedService.newBuilder()
                  .setPackagePath(name.substring(0, dot))
                  .setService(name.substring(dot + 1))
                  .build();
            })
        .toList();
  }

  private interface Parsing<T> {
    T parse() throws InvalidProtocolBufferException;
  }

  private static <T> T parsed(Parsing<T> parsing) {
    try {
      return parsing.parse();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("The kernel wrote what is no message.", e);
    }
  }
}
