package parigot.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import parigot.v1.CallContext;
import parigot.v1.CallFailure;
import syscall.v1.DispatchRequest;
import syscall.v1.KernelErr;
import syscall.v1.MethodBundle;
import syscall.v1.ReadOneResponse;
import syscall.v1.ResolvedCall;
import syscall.v1.ReturnValueRequest;

/**
 * What lies between the guests of a {@link TestGuest}: their services, their calls, and the time.
 */
final class TestCalls {
  /** {@code call-timeout}, unless a configuration says otherwise. */
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(2500);

  /** {@code message-limit}, unless a configuration says otherwise. */
  private static final int LARGEST_CALL = 4 << 20;

  private static final long HOST = (long) 'h' << 56;
  private static final long SERVICE = (long) 's' << 56;
  private static final long METHOD = (long) 'm' << 56;
  private static final Id TIMER_METHOD = new Id(Id.EXIT_METHOD.high(), Id.EXIT_METHOD.low() + 1);

  private final TestGuest test;
  private final List<TestHost> hosts = new ArrayList<>();
  private final Map<Id, Provided> services = new LinkedHashMap<>();
  private final Map<Id, Open> open = new LinkedHashMap<>();
  private final List<Alarm> alarms = new ArrayList<>();
  private final List<Launch> launches = new ArrayList<>();
  private final SplittableRandom random;
  private long now;
  private long ids;
  private boolean working;

  TestCalls(TestGuest test, long seed) {
    this.test = test;
    random = new SplittableRandom(seed);
  }

  /** A service that a guest has registered. */
  final class Provided {
    private final Id id = nextId(SERVICE);
    private final TestHost host;
    private final List<ServiceName> names = new ArrayList<>();
    private final Map<String, Id> methods = new LinkedHashMap<>();
    private boolean runs;

    private Provided(TestHost host) {
      this.host = host;
    }

    Id id() {
      return id;
    }

    TestHost host() {
      return host;
    }

    List<ServiceName> names() {
      return names;
    }

    Map<String, Id> methods() {
      return methods;
    }

    Id bind(String method) {
      return methods.computeIfAbsent(method, name -> nextId(METHOD));
    }

    private String nameOf(Id method) {
      return methods.entrySet().stream()
          .filter(entry -> entry.getValue().equals(method))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseThrow(() -> new SystemCallException(KernelErr.IdDispatch));
    }
  }

  /** A call that waits for its answer. */
  private record Open(Id call, TestHost caller, TestHost callee, Id method, String name) {
    private String link() {
      return caller.name() + " -> " + callee.name() + "." + name;
    }
  }

  /** What happens when its time has come. */
  private record Alarm(long due, TestHost host, Id call, Runnable action) {}

  /** A launch that waits for what it requires. */
  private record Launch(TestHost host, Provided service, Id call) {
    private boolean waitsFor(ServiceName name, TestCalls calls) {
      return calls.provider(name).isEmpty();
    }
  }

  private Id nextId(long letter) {
    return new Id(letter, ++ids);
  }

  TestHost host(String name, boolean locatesAll) {
    TestHost host = new TestHost(test, this, nextId(HOST), name, locatesAll);
    hosts.add(host);
    return host;
  }

  Id register(TestHost host) {
    Provided service = new Provided(host);
    services.put(service.id, service);
    return service.id;
  }

  Provided service(Id id) {
    Provided service = services.get(id);
    if (service == null) {
      throw new SystemCallException(KernelErr.BadId);
    }
    return service;
  }

  Id serviceOf(TestHost host) {
    return services.values().stream()
        .filter(service -> service.host == host)
        .findFirst()
        .map(Provided::id)
        .orElse(new Id(SERVICE, ids));
  }

  /** A service that runs and exports this name. */
  Optional<Provided> provider(ServiceName name) {
    return services.values().stream()
        .filter(service -> service.runs && service.names.contains(name))
        .findFirst();
  }

  void launch(TestHost host, Provided service, Id call) {
    launches.add(new Launch(host, service, call));
  }

  private boolean launchWhatCan() {
    for (Launch launch : launches) {
      if (launch.host.required().stream().noneMatch(name -> launch.waitsFor(name, this))) {
        launches.remove(launch);
        launch.service.runs = true;
        resolve(
            launch.host,
            ResolvedCall.newBuilder().setMethodId(TestHost.raw(Id.LAUNCH_METHOD)),
            launch.call);
        return true;
      }
    }
    return false;
  }

  private static void resolve(TestHost host, ResolvedCall.Builder result, Id call) {
    if (!host.hasEnded()) {
      host.resolved.add(
          ReadOneResponse.newBuilder()
              .setResolved(result.setHostId(TestHost.raw(host.id)).setCallId(TestHost.raw(call)))
              .build());
    }
  }

  void dispatch(TestHost caller, DispatchRequest request) {
    MethodBundle bundle = request.getBundle();
    Provided service = service(TestHost.id(bundle.getServiceId()));
    Id method = TestHost.id(bundle.getMethodId());
    Id call = TestHost.id(bundle.getCallId());
    Open made = new Open(call, caller, service.host, method, service.nameOf(method));
    Duration timeout =
        request.getTimeoutInMillis() == 0
            ? CALL_TIMEOUT
            : Duration.ofMillis(request.getTimeoutInMillis());
    ReadOneResponse.Builder event =
        ReadOneResponse.newBuilder()
            .setBundle(
                bundle.toBuilder()
                    .setContext(
                        CallContext.newBuilder()
                            .setCaller(caller.name())
                            .putAllHeader(bundle.getContext().getHeaderMap())
                            .setDeadline(now + timeout.toNanos())));
    if (request.hasParam()) {
      event.setParamOrResult(request.getParam());
    }
    if (event.build().serializedSize() > LARGEST_CALL) {
      throw new SystemCallException(KernelErr.DataTooLarge);
    }
    open.put(call, made);
    service.host.called.add(event.build());
    alarm(timeout.toNanos(), caller, call, () -> timedOut(made, timeout));
  }

  private void timedOut(Open call, Duration timeout) {
    fail(
        call,
        KernelErr.RunTimeout,
        "%s.%s did not answer within %d ms."
            .formatted(call.callee.name(), call.name, timeout.toMillis()));
  }

  /** The callee has the call: whether it has begun with it, nobody knows. */
  private void fail(Open call, KernelErr reason, String detail) {
    close(call);
    CallFailure failure =
        CallFailure.newBuilder()
            .setReason(reason)
            .setDetail(detail)
            .addChain(call.link())
            .setMayHaveRun(true)
            .build();
    resolve(
        call.caller,
        ResolvedCall.newBuilder()
            .setMethodId(TestHost.raw(call.method))
            .setResultError(HostCall.NO_ANSWER)
            .setFailure(failure),
        call.call);
  }

  private void close(Open call) {
    open.remove(call.call);
    alarms.removeIf(alarm -> alarm.call.equals(call.call));
  }

  void returned(TestHost callee, ReturnValueRequest request) {
    Open call = open.get(TestHost.id(request.getBundle().getCallId()));
    if (call == null || call.callee != callee) {
      throw new SystemCallException(KernelErr.BadId);
    }
    ResolvedCall.Builder result =
        ResolvedCall.newBuilder()
            .setMethodId(TestHost.raw(call.method))
            .setResultError(request.getResultError());
    if (request.hasResult()) {
      result.setResult(request.getResult());
    }
    if (request.hasFailure()
        && request.getResultError() == HostCall.NO_ANSWER
        && !request.hasResult()) {
      result.setFailure(request.getFailure());
    }
    if (result.build().serializedSize() > LARGEST_CALL) {
      fail(call, KernelErr.DataTooLarge, "the answer is too large: " + call.link());
      throw new SystemCallException(KernelErr.DataTooLarge);
    }
    close(call);
    resolve(call.caller, result, call.call);
  }

  void ended(TestHost host) {
    services.values().removeIf(service -> service.host == host);
    launches.removeIf(launch -> launch.host == host);
    alarms.removeIf(alarm -> alarm.host == host);
    for (Open call : List.copyOf(open.values())) {
      if (call.callee == host) {
        fail(
            call,
            KernelErr.NetworkConnectionLost,
            "%s ended before it answered %s.".formatted(host.name(), call.name));
      } else if (call.caller == host) {
        close(call);
        call.callee.called.removeIf(
            event -> TestHost.id(event.getBundle().getCallId()).equals(call.call));
      }
    }
  }

  /** All but the test itself and the one that asks are to end. */
  void endAll(TestHost asking, int code) {
    for (TestHost host : hosts) {
      if (host != hosts.get(0) && host != asking && !host.hasEnded()) {
        host.askToEnd(code);
      }
    }
  }

  void timer(TestHost host, Id call, long delayMicros, boolean cancel) {
    if (cancel) {
      alarms.removeIf(alarm -> alarm.call.equals(call));
      return;
    }
    ResolvedCall.Builder due = ResolvedCall.newBuilder().setMethodId(TestHost.raw(TIMER_METHOD));
    alarm(Math.max(0, delayMicros) * 1000, host, call, () -> resolve(host, due, call));
  }

  private void alarm(long delay, TestHost host, Id call, Runnable action) {
    long due = now + delay;
    int at = alarms.size();
    while (at > 0 && alarms.get(at - 1).due > due) {
      at--;
    }
    alarms.add(at, new Alarm(due, host, call, action));
  }

  /** Nanoseconds since the test's begin. */
  long now() {
    return now;
  }

  void random(byte[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) random.nextInt();
    }
  }

  void pass(Duration time) {
    if (working) {
      throw new IllegalStateException(
          "time passes in the test, and not in the methods and callbacks of a guest");
    }
    working = true;
    try {
      long end = now + time.toNanos();
      work();
      while (!alarms.isEmpty() && alarms.get(0).due <= end) {
        Alarm next = alarms.remove(0);
        now = next.due;
        next.action.run();
        work();
      }
      now = end;
    } finally {
      working = false;
    }
  }

  private void work() {
    boolean any = true;
    while (any) {
      any = launchWhatCan();
      for (TestHost host : List.copyOf(hosts)) {
        any |= host.workOnOne();
      }
    }
  }

  /** How long it is until something happens because of the time. */
  Optional<Duration> untilNext() {
    return alarms.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(alarms.get(0).due - now));
  }

  /** Who waits for a service that nobody provides, as the end of a sentence. */
  String waiting() {
    String waiting =
        launches.stream()
            .map(
                launch ->
                    launch.host.name()
                        + " requires "
                        + launch.host.required().stream()
                            .filter(name -> launch.waitsFor(name, this))
                            .map(ServiceName::toString)
                            .collect(Collectors.joining(", ")))
            .distinct()
            .collect(Collectors.joining("; "));
    return waiting.isEmpty() ? "" : ": " + waiting + ", and nobody provides it";
  }
}
