package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import parigot.kernel.Admission;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.Directory;
import parigot.kernel.guest.GuestWire;
import parigot.kernel.guest.Inbox;
import parigot.kernel.guest.SystemCall;
import parigot.kernel.guest.SystemCalls;
import parigot.v1.host.TimerRequest;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.BindMethodResponse;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.ExitRequest;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LaunchRequest;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.RegisterRequest;
import syscall.v1.host.RegisterResponse;
import syscall.v1.host.RequireRequest;
import syscall.v1.host.ReturnValueRequest;

/** A guest that does at random what guests may do. */
final class RandomGuest implements Inbox {
  final Id host;
  final GuestSpec spec;
  final int services;
  final Queue<FromGuest> said = new ArrayDeque<>();
  final Queue<Event> inbox = new ArrayDeque<>();

  /** The calls and timers whose end the guest has not seen. */
  final Set<Id> open = new HashSet<>();

  /** The launches and exits whose end the guest has not seen, which may never come. */
  private final Set<Id> openForLong = new HashSet<>();

  /** What it must not find new: the ids of its earlier lives. */
  final Set<Id> previousIds = new HashSet<>();

  boolean alive = true;

  /** The call that it is working on. */
  Id current = Id.EMPTY;

  private final SystemCalls calls;
  private final SplittableRandom random;
  private final int names;
  private final List<Id> own = new ArrayList<>();
  private final List<Id> ownMethods = new ArrayList<>();
  private final List<Id> served = new ArrayList<>();
  private final Queue<Runnable> start = new ArrayDeque<>();
  private final Set<Id> ended = new HashSet<>();

  /** What it has withdrawn and is not over. */
  final Set<Id> withdrawn = new HashSet<>();

  RandomGuest(
      Admission admission, Directory directory, int services, int names, SplittableRandom random) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.services = services;
    this.names = names;
    this.random = random;
    this.calls = new SystemCalls(admission, directory, this, now -> current = now, said::add);
    start.add(() -> said.add(new FromGuest.Starting()));
    for (int i = 0; i < services; i++) {
      String name = "s" + i;
      int number = i;
      start.add(() -> register(name));
      start.add(() -> export(own.get(number)));
      start.add(() -> require(own.get(number)));
      start.add(() -> bind(own.get(number)));
    }
    for (int i = 0; i < services; i++) {
      int number = i;
      start.add(() -> launch(own.get(number)));
    }
    start.add(calls::started);
  }

  Set<Id> ownIds() {
    Set<Id> ids = new HashSet<>(own);
    ids.addAll(ownMethods);
    return ids;
  }

  @Override
  public Optional<Event> poll() {
    return Optional.ofNullable(inbox.poll());
  }

  @Override
  public boolean await(int timeoutMillis) {
    throw new AssertionError("A reactor never waits.");
  }

  /** An event for this guest was sent: what ended must have been open, and ends once. */
  void resolved(Event.Resolved resolved) {
    if (!ended.add(resolved.call())) {
      throw new AssertionError("A call that ended before: " + resolved);
    }
  }

  /** The kernel has heard that this call is not waited for: from now on it must not end. */
  void withdrawn(Id call) {
    ended.add(call);
    withdrawn.add(call);
  }

  /** A call that was withdrawn is over, once. */
  void over(Event.Over over) {
    if (!withdrawn.remove(over.call())) {
      throw new AssertionError("A call that was not withdrawn, or over before: " + over);
    }
  }

  boolean hasStarted() {
    return start.isEmpty();
  }

  void act() {
    if (!start.isEmpty() && random.nextInt(4) > 0) {
      start.poll().run();
      return;
    }
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> dispatch();
      case 3, 4, 5, 6 -> read();
      case 7, 8, 9 -> answer();
      case 10 -> sometimes();
      case 11 -> withdraw();
      default -> answer();
    }
  }

  void readAll() {
    while (read()) {
      // The next one.
    }
  }

  private boolean read() {
    Optional<ByteString> event = calls.nextEvent();
    if (event.isEmpty()) {
      return false;
    }
    ReadOneResponse response = parsed(() -> ReadOneResponse.parseFrom(event.get()));
    assertThat(event.get().size()).isLessThanOrEqualTo(spec.capacity());
    if (response.hasResolved()) {
      Id call = Id.of(response.getResolved().getCallId());
      assertThat(open.remove(call) || openForLong.remove(call))
          .as("a resolved call that was open")
          .isTrue();
    } else if (!response.hasExit()) {
      served.add(Id.of(response.getBundle().getCallId()));
    }
    return true;
  }

  private void register(String name) {
    byte[] response =
        ok(
            SystemCall.REGISTER,
            RegisterRequest.newBuilder().setHostId(host.raw()).setDebugName(name).build());
    own.add(Id.of(parsed(() -> RegisterResponse.parseFrom(response)).getServiceId()));
  }

  private String name() {
    return "p%d.v1.s".formatted(random.nextInt(names));
  }

  private void export(Id service) {
    ok(
        SystemCall.EXPORT,
        ExportRequest.newBuilder()
            .setHostId(host.raw())
            .setServiceId(service.raw())
            .addAllService(TestGuest.fullyQualified(name(), name()))
            .build());
  }

  private void require(Id service) {
    RequireRequest.Builder request = RequireRequest.newBuilder().setSource(service.raw());
    for (int n = random.nextInt(10) / 7; n > 0; n--) {
      request.addAllDest(TestGuest.fullyQualified(name()));
    }
    ok(SystemCall.REQUIRE, request.build());
  }

  private void bind(Id service) {
    byte[] response =
        ok(
            SystemCall.BIND_METHOD,
            BindMethodRequest.newBuilder()
                .setHostId(host.raw())
                .setServiceId(service.raw())
                .setMethodName("Do")
                .build());
    ownMethods.add(Id.of(parsed(() -> BindMethodResponse.parseFrom(response)).getMethodId()));
  }

  private Id newCall() {
    return Id.random(IdKind.CALL, random::nextLong);
  }

  private void launch(Id service) {
    Id call = newCall();
    ok(
        SystemCall.LAUNCH,
        LaunchRequest.newBuilder()
            .setHostId(host.raw())
            .setServiceId(service.raw())
            .setCallId(call.raw())
            .setMethodId(Id.LAUNCH_METHOD.raw())
            .build());
    openForLong.add(call);
  }

  private void dispatch() {
    var name = TestGuest.fullyQualified(name()).get(0);
    Answer located =
        calls.handle(
            SystemCall.LOCATE,
            LocateRequest.newBuilder()
                .setPackageName(name.getPackagePath())
                .setServiceName(name.getService())
                .build()
                .toByteArray());
    if (located.error() != 0) {
      assertThat(located.error()).isEqualTo(KernelErr.NotFound_VALUE);
      return;
    }
    LocateResponse found = parsed(() -> LocateResponse.parseFrom(located.response()));
    boolean again = !open.isEmpty() && random.nextInt(20) == 0;
    Id call = again ? open.iterator().next() : newCall();
    DispatchRequest request =
        DispatchRequest.newBuilder()
            .setTimeoutInMillis(
                random.nextInt(3) > 0
                    ? 0
                    : random.nextInt(1, RandomApplication.LONGEST_CALL_MILLIS))
            .setBundle(
                MethodBundle.newBuilder()
                    .setHostId(host.raw())
                    .setServiceId(found.getServiceId())
                    .setMethodId(found.getBinding(0).getMethodId())
                    .setCallId(call.raw()))
            .setParam(payload())
            .build();
    int error = calls.handle(SystemCall.DISPATCH, request.toByteArray()).error();
    if (again) {
      assertThat(error).isEqualTo(KernelErr.BadCallId_VALUE);
    } else if (error == 0) {
      open.add(call);
    } else {
      assertThat(error).isIn(KernelErr.DataTooLarge_VALUE, KernelErr.WriteTimeout_VALUE);
    }
  }

  private Any payload() {
    int size = random.nextInt(15) == 0 ? 5000 : random.nextInt(20);
    return Any.newBuilder().setValue(ByteString.copyFrom(new byte[size])).build();
  }

  private void answer() {
    Id call = newCall();
    if (!served.isEmpty() && random.nextInt(20) > 0) {
      call = served.remove(random.nextInt(served.size()));
    }
    ReturnValueRequest request =
        ReturnValueRequest.newBuilder()
            .setBundle(MethodBundle.newBuilder().setHostId(host.raw()).setCallId(call.raw()))
            .setResult(payload())
            .setResultError(random.nextInt(5))
            .build();
    assertThat(calls.handle(SystemCall.RETURN_VALUE, request.toByteArray()).error())
        .isIn(
            0,
            KernelErr.BadId_VALUE,
            KernelErr.CallerUnavailable_VALUE,
            KernelErr.DataTooLarge_VALUE);
  }

  private void withdraw() {
    if (open.isEmpty()) {
      return;
    }
    Id call = open.iterator().next();
    int before = said.size();
    calls.withdraw(call);
    // A timer is not taken back so.
    if (said.size() > before) {
      open.remove(call);
    }
  }

  private void timer() {
    TimerRequest.Builder request =
        TimerRequest.newBuilder().setDelayMicros(random.nextInt(2_000_000));
    boolean cancel = !open.isEmpty() && random.nextInt(3) == 0;
    Id call = cancel ? open.iterator().next() : newCall();
    request.setCallId(call.raw()).setCancel(cancel);
    int before = said.size();
    int error = calls.handle(SystemCall.TIMER, request.build().toByteArray()).error();
    if (!cancel && error == 0) {
      open.add(call);
    } else if (cancel && said.size() > before) {
      open.remove(call);
    }
  }

  private void sometimes() {
    if (own.isEmpty() || random.nextInt(12) > 0) {
      timer();
    } else {
      exit();
    }
  }

  private void exit() {
    Id call = newCall();
    ExitRequest request =
        ExitRequest.newBuilder()
            .setPair(GuestWire.exitPair(own.get(0), random.nextInt(256)))
            .setHostId(host.raw())
            .setCallId(call.raw())
            .setMethodId(Id.EXIT_METHOD.raw())
            .setShutdownAll(random.nextInt(15) == 0)
            .build();
    if (calls.handle(SystemCall.EXIT, request.toByteArray()).error() == 0) {
      openForLong.add(call);
      served.add(call);
    }
  }

  private byte[] ok(SystemCall call, Message request) {
    Answer answer = calls.handle(call, request.toByteArray());
    assertThat(answer.error()).isZero();
    return answer.response().toByteArray();
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
