package parigot.guest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import log.v1.LogRequest;
import parigot.message.MessageWriter;
import parigot.v1.TimerRequest;
import protosupport.v1.IdRaw;
import syscall.v1.BindMethodRequest;
import syscall.v1.BindMethodResponse;
import syscall.v1.DispatchRequest;
import syscall.v1.ExitPair;
import syscall.v1.ExitRequest;
import syscall.v1.ExportRequest;
import syscall.v1.FullyQualifiedService;
import syscall.v1.KernelErr;
import syscall.v1.LaunchRequest;
import syscall.v1.LocateRequest;
import syscall.v1.LocateResponse;
import syscall.v1.MethodBinding;
import syscall.v1.ReadOneResponse;
import syscall.v1.RegisterRequest;
import syscall.v1.RegisterResponse;
import syscall.v1.RequireRequest;
import syscall.v1.ReturnValueRequest;

/** The host that one guest of a {@link TestGuest} sees: what a test needs of the system calls. */
final class TestHost implements Host {
  private static final ThreadLocal<TestHost> CURRENT = new ThreadLocal<>();
  private static final byte[] NOTHING = {};
  private static final int LARGEST_CODE = 192;

  final Id id;
  final Queue<ReadOneResponse> exits = new ArrayDeque<>();
  final Queue<ReadOneResponse> resolved = new ArrayDeque<>();
  final Queue<ReadOneResponse> called = new ArrayDeque<>();
  private final TestGuest test;
  private final TestCalls calls;
  private final boolean locatesAll;
  private final List<ServiceName> required = new ArrayList<>();
  private final Map<Id, Integer> exiting = new HashMap<>();
  private String name;
  private EventLoop loop;
  private boolean ended;
  private OptionalInt exitCode = OptionalInt.empty();

  TestHost(TestGuest test, TestCalls calls, Id id, String name, boolean locatesAll) {
    this.test = test;
    this.calls = calls;
    this.id = id;
    this.name = name;
    this.locatesAll = locatesAll;
  }

  /** The host of what this thread runs, or null outside of tests of guests. */
  static TestHost current() {
    return CURRENT.get();
  }

  /** From now on this thread runs this guest, unless it is {@link #inside} another one. */
  void become() {
    CURRENT.set(this);
    if (loop != null) {
      CurrentClock.set(loop);
    }
  }

  /** This thread runs no guest. */
  static void leave() {
    CURRENT.remove();
    CurrentClock.set(null);
  }

  /** Runs a part of this guest. */
  void inside(Runnable part) {
    TestHost around = CURRENT.get();
    become();
    try {
      part.run();
    } finally {
      if (around == null) {
        leave();
      } else {
        around.become();
      }
    }
  }

  void deliverTo(EventLoop eventLoop) {
    loop = eventLoop;
  }

  /** Hands it one event, if there is one: an end before answers, and these before calls. */
  boolean workOnOne() {
    Queue<ReadOneResponse> next =
        !exits.isEmpty() ? exits : !resolved.isEmpty() ? resolved : called;
    if (ended || next.isEmpty()) {
      return false;
    }
    byte[] event = next.remove().toByteArray();
    inside(() -> loop.deliver(event));
    return true;
  }

  String name() {
    return name;
  }

  List<ServiceName> required() {
    return required;
  }

  boolean hasEnded() {
    return ended;
  }

  OptionalInt exitCode() {
    return exitCode;
  }

  static Id id(IdRaw raw) {
    return new Id(raw.getHigh(), raw.getLow());
  }

  static IdRaw raw(Id id) {
    return IdRaw.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }

  private static ServiceName name(FullyQualifiedService raw) {
    return ServiceName.of(raw.getPackagePath(), raw.getService());
  }

  @Override
  public byte[] register(byte[] request) {
    name = RegisterRequest.parseFrom(request).getDebugName();
    return RegisterResponse.newBuilder()
        .setServiceId(raw(calls.register(this)))
        .build()
        .toByteArray();
  }

  @Override
  public byte[] bindMethod(byte[] bytes) {
    BindMethodRequest request = BindMethodRequest.parseFrom(bytes);
    Id method = calls.service(id(request.getServiceId())).bind(request.getMethodName());
    return BindMethodResponse.newBuilder().setMethodId(raw(method)).build().toByteArray();
  }

  @Override
  public byte[] export(byte[] bytes) {
    ExportRequest request = ExportRequest.parseFrom(bytes);
    TestCalls.Provided service = calls.service(id(request.getServiceId()));
    request.getServiceList().forEach(exported -> service.names().add(name(exported)));
    return NOTHING;
  }

  @Override
  public byte[] require(byte[] bytes) {
    RequireRequest.parseFrom(bytes).getDestList().forEach(dest -> required.add(name(dest)));
    return NOTHING;
  }

  @Override
  public byte[] launch(byte[] bytes) {
    LaunchRequest request = LaunchRequest.parseFrom(bytes);
    calls.launch(this, calls.service(id(request.getServiceId())), id(request.getCallId()));
    return NOTHING;
  }

  @Override
  public byte[] locate(byte[] bytes) {
    LocateRequest request = LocateRequest.parseFrom(bytes);
    ServiceName wanted = ServiceName.of(request.getPackageName(), request.getServiceName());
    TestCalls.Provided found =
        calls.provider(wanted).orElseThrow(() -> new SystemCallException(KernelErr.NotFound));
    if (!locatesAll && !required.contains(wanted)) {
      throw new SystemCallException(KernelErr.NotRequired);
    }
    LocateResponse.Builder response =
        LocateResponse.newBuilder().setHostId(raw(found.host().id)).setServiceId(raw(found.id()));
    found
        .methods()
        .forEach(
            (method, methodId) ->
                response.addBinding(
                    MethodBinding.newBuilder().setMethodName(method).setMethodId(raw(methodId))));
    return response.build().toByteArray();
  }

  @Override
  public void dispatch(MessageWriter request) {
    calls.dispatch(this, DispatchRequest.parseFrom(request.toByteArray()));
  }

  @Override
  public void returnValue(MessageWriter written) {
    ReturnValueRequest request = ReturnValueRequest.parseFrom(written.toByteArray());
    Integer code = exiting.remove(id(request.getBundle().getCallId()));
    if (code == null) {
      calls.returned(this, request);
    } else {
      askToEnd(code);
    }
  }

  @Override
  public byte[] exit(byte[] bytes) {
    ExitRequest request = ExitRequest.parseFrom(bytes);
    int stated = request.getPair().getCode();
    int code = stated < 0 || stated > LARGEST_CODE ? LARGEST_CODE : stated;
    exiting.put(id(request.getCallId()), code);
    if (request.getShutdownAll()) {
      calls.endAll(this, code);
    }
    return NOTHING;
  }

  /** The guest hears, before anything else, that it is to end. */
  void askToEnd(int code) {
    exits.add(
        ReadOneResponse.newBuilder()
            .setExit(ExitPair.newBuilder().setServiceId(raw(calls.serviceOf(this))).setCode(code))
            .build());
  }

  @Override
  public byte[] timer(byte[] bytes) {
    TimerRequest request = TimerRequest.parseFrom(bytes);
    calls.timer(this, id(request.getCallId()), request.getDelayMicros(), request.getCancel());
    return NOTHING;
  }

  @Override
  public byte[] log(byte[] bytes) {
    LogRequest line = LogRequest.parseFrom(bytes);
    String level = line.getLevel().name().substring("LOG_LEVEL_".length());
    test.logged(name + " " + level + " " + line.getMessage());
    return NOTHING;
  }

  @Override
  public List<String> arguments() {
    return test.arguments;
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>(test.environment);
    all.put("HOSTID_HIGH", Long.toHexString(id.high()));
    all.put("HOSTID_LOW", Long.toHexString(id.low()));
    return all;
  }

  @Override
  public long realTime() {
    return test.realTime();
  }

  @Override
  public long monotonicTime() {
    return calls.now();
  }

  @Override
  public void random(byte[] target) {
    calls.random(target);
  }

  @Override
  public void end(int code) {
    if (!ended) {
      ended = true;
      exitCode = OptionalInt.of(code);
      calls.ended(this);
    }
  }
}
