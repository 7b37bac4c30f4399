package parigot.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parigot.kernel.Admission;
import parigot.kernel.Budgets;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Event;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.IdSource;
import parigot.kernel.Payload;
import parigot.kernel.TraceContext;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.Directory;
import parigot.kernel.guest.SystemCall;
import parigot.kernel.guest.SystemCalls;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.QueueInbox;
import parigot.v1.host.CallContext;
import parigot.v1.host.CallFailure;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;
import syscall.v1.host.MethodBundle;

/**
 * Calls of the host's own code into the guests' services. To the kernel it is one more guest, with
 * the same system calls and the same rules; it only never launches.
 */
final class HostCalls extends AbstractBehavior<HostCalls.Command> {
  /** Its name in the actor tree. No guest's name has a dot. */
  static final String NAME = "host.calls";

  sealed interface Command {
    /** What is done about it. */
    Behavior<Command> reach(HostCalls calls);
  }

  /**
   * One call. The result completes, or a {@link CallException}.
   *
   * @param number the application's own of this call
   * @param request none for a method whose request has no fields
   * @param responseType an example of what the result is; without one it is the {@link Any} itself
   */
  record Call(
      long number,
      String packagePath,
      String service,
      String method,
      Optional<Any> request,
      Optional<Message> responseType,
      CallOptions options,
      CompletableFuture<Message> result)
      implements Command {
    String name() {
      return packagePath + "." + service + "/" + method;
    }

    @Override
    public Behavior<Command> reach(HostCalls calls) {
      return calls.onCall(this);
    }
  }

  /**
   * Whoever made this call waits for it no longer, and has completed its result.
   *
   * @param over completes when nobody works on it any more
   */
  record Withdraw(long number, CompletableFuture<Void> over) implements Command {
    @Override
    public Behavior<Command> reach(HostCalls calls) {
      return calls.onWithdraw(this);
    }
  }

  record Deliver(Event event) implements Command {
    @Override
    public Behavior<Command> reach(HostCalls calls) {
      return calls.onDeliver(this);
    }
  }

  /** What is needed of a call once it is under way. The request, which may be large, is not. */
  private record Open(
      long number,
      String name,
      Optional<Message> responseType,
      CompletableFuture<Message> result) {}

  private final SystemCalls calls;
  private final QueueInbox inbox;
  private final IdSource callIds;
  private final Map<Id, Open> open = new HashMap<>();
  private final Map<Long, Id> ids = new HashMap<>();
  private final Map<Id, CompletableFuture<Void>> withdrawn = new HashMap<>();
  private final Event.Cases delivered = new Delivered();

  static GuestSpec spec() {
    return new GuestSpec(
            NAME, 1, 1, GuestKind.EMBEDDER, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)
        .with(CallTimeouts.PATIENT);
  }

  static Behavior<Command> create(
      Admission admission,
      Directory directory,
      IdSource callIds,
      akka.actor.typed.ActorRef<KernelActor.Command> to) {
    QueueInbox inbox = new QueueInbox();
    SystemCalls calls =
        new SystemCalls(
            admission,
            directory,
            inbox,
            new CurrentCall(),
            what -> to.tell(new KernelActor.GuestSaid(admission.host(), what)));
    return Behaviors.setup(context -> new HostCalls(context, calls, inbox, callIds));
  }

  private HostCalls(
      ActorContext<Command> context, SystemCalls calls, QueueInbox inbox, IdSource callIds) {
    super(context);
    this.calls = calls;
    this.inbox = inbox;
    this.callIds = callIds;
  }

  @Override
  public Receive<Command> createReceive() {
    return new GuardedReceive<>(message -> message.reach(this), this::onStopped);
  }

  private Behavior<Command> onCall(Call call) {
    if (call.result().isDone()) {
      // It was withdrawn before it came here.
      return this;
    }
    Answer located =
        calls.handle(
            SystemCall.LOCATE,
            LocateRequest.newBuilder()
                .setPackageName(call.packagePath())
                .setServiceName(call.service())
                .build()
                .toByteArray());
    if (located.error() != 0) {
      refuse(call, Reason.NO_SUCH_SERVICE, KernelErr.NotFound, nobody(call));
      return this;
    }
    LocateResponse target = parse(LocateResponse.parser(), located.response());
    Optional<MethodBinding> method =
        target.getBindingList().stream()
            .filter(binding -> binding.getMethodName().equals(call.method()))
            .findFirst();
    if (method.isEmpty()) {
      refuse(
          call,
          Reason.NO_SUCH_METHOD,
          KernelErr.IdDispatch,
          "the service has no method of that name");
      return this;
    }
    Id id = Id.random(IdKind.CALL, callIds);
    open.put(id, new Open(call.number(), call.name(), call.responseType(), call.result()));
    ids.put(call.number(), id);
    calls.within(
        call.options()
            .trace()
            .map(trace -> TraceContext.of(trace.traceparent(), trace.tracestate()))
            .orElse(TraceContext.NONE));
    Answer sent = calls.handle(SystemCall.DISPATCH, dispatch(call, target, method.get(), id));
    if (sent.error() != 0) {
      forget(id);
      refuse(call, KernelErr.forNumber(sent.error()));
    }
    return this;
  }

  private static String nobody(Call call) {
    return "nobody that runs exports " + call.packagePath() + "." + call.service();
  }

  private static void refuse(Call call, KernelErr error) {
    switch (error) {
      case DataTooLarge -> refuse(call, Reason.TOO_LARGE, error, tooLarge(call));
      // It was there a moment ago.
      case BadId -> refuse(call, Reason.NO_SUCH_SERVICE, KernelErr.NotFound, nobody(call));
      default -> refuse(call, Reason.REFUSED, error, "the kernel refused it: " + error);
    }
  }

  private static String tooLarge(Call call) {
    return "a request of %,d bytes with headers of %,d is larger than the guest takes (its message-limit; of headers %,d)"
        .formatted(
            call.request().map(Any::getSerializedSize).orElse(0),
            context(call.options()).getSerializedSize(),
            Budgets.HEADERS);
  }

  private static void refuse(Call call, Reason reason, KernelErr error, String why) {
    call.result().completeExceptionally(CallException.notSent(call.name(), reason, error, why));
  }

  private byte[] dispatch(Call call, LocateResponse target, MethodBinding method, Id id) {
    MethodBundle.Builder bundle =
        MethodBundle.newBuilder()
            .setHostId(raw(calls.host()))
            .setServiceId(target.getServiceId())
            .setMethodId(method.getMethodId())
            .setCallId(raw(id));
    CallContext context = context(call.options());
    if (!context.equals(CallContext.getDefaultInstance())) {
      bundle.setContext(context);
    }
    DispatchRequest.Builder request = DispatchRequest.newBuilder().setBundle(bundle);
    call.options().timeout().ifPresent(timeout -> request.setTimeoutInMillis(millis(timeout)));
    request.setTimeoutIsMost(call.options().isMost());
    call.request().ifPresent(request::setParam);
    return request.build().toByteArray();
  }

  private static CallContext context(CallOptions options) {
    CallContext.Builder context = CallContext.newBuilder().putAllHeader(options.headers());
    options
        .client()
        .ifPresent(
            client -> {
              context.getClientBuilder().setAddress(client.address());
              client.certificateName().ifPresent(context.getClientBuilder()::setCertificateName);
            });
    return context.build();
  }

  private Behavior<Command> onWithdraw(Withdraw message) {
    Id id = ids.get(message.number());
    if (id == null) {
      message.over().complete(null);
      return this;
    }
    forget(id);
    withdrawn.put(id, message.over());
    calls.withdraw(id);
    return this;
  }

  /** What is known of this call, if it is open; it is not any more then. */
  private Optional<Open> forget(Id id) {
    Optional<Open> call = Optional.ofNullable(open.remove(id));
    call.ifPresent(it -> ids.remove(it.number()));
    return call;
  }

  /** At least one: none would leave it to the configuration. */
  private static int millis(Duration timeout) {
    Duration longest = CallTimeouts.LONGEST;
    return (int) Math.max(1, (timeout.compareTo(longest) < 0 ? timeout : longest).toMillis());
  }

  private Behavior<Command> onDeliver(Deliver message) {
    message.event().giveTo(delivered);
    return this;
  }

  /** What is done with each event. */
  private final class Delivered implements Event.Cases {
    @Override
    public void call(Event.Call event) {
      keepBooks(event);
    }

    @Override
    public void resolved(Event.Resolved event) {
      HostCalls.this.forget(event.call()).ifPresent(call -> resolve(call, event));
      keepBooks(event);
    }

    @Override
    public void exit(Event.Exit event) {
      keepBooks(event);
    }

    @Override
    public void forget(Event.Forget event) {
      keepBooks(event);
    }

    @Override
    public void over(Event.Over event) {
      Optional.ofNullable(withdrawn.remove(event.call())).ifPresent(it -> it.complete(null));
    }

    @Override
    public void probe(Event.Probe event) {
      keepBooks(event);
    }
  }

  /** Has the system calls see the event, which has nothing more to say to anybody. */
  private void keepBooks(Event event) {
    inbox.put(event);
    while (calls.nextEvent().isPresent()) {
      // Nobody is waiting for it.
    }
  }

  private static void resolve(Open call, Event.Resolved resolved) {
    if (resolved.error() != 0) {
      String why =
          resolved
              .failure()
              .map(failure -> failure.getDetail())
              .orElseGet(() -> "the service answered with error " + resolved.error());
      call.result()
          .completeExceptionally(
              new CallException(
                  call.name() + ": " + why,
                  resolved.failure().map(HostCalls::reason).orElse(Reason.SERVICE_ERROR),
                  resolved.error(),
                  resolved.failure()));
      return;
    }
    try {
      call.result().complete(result(call.responseType(), resolved.result()));
    } catch (InvalidProtocolBufferException e) {
      call.result()
          .completeExceptionally(
              new CallException(
                  call.name()
                      + ": the result is no "
                      + call.responseType()
                          .orElse(Any.getDefaultInstance())
                          .getDescriptorForType()
                          .getFullName(),
                  Reason.BAD_RESULT));
    }
  }

  /** A method without a result answers nothing, and that is the empty message. */
  private static Message result(Optional<Message> type, Payload payload)
      throws InvalidProtocolBufferException {
    if (!payload.present()) {
      return type.orElse(Any.getDefaultInstance());
    }
    Any any = Any.parseFrom(payload.any());
    return type.isPresent() ? any.unpackSameTypeAs(type.get()) : any;
  }

  private static Reason reason(CallFailure failure) {
    return switch (failure.getReason()) {
      case RunTimeout -> Reason.TIMED_OUT;
      case DataTooLarge -> Reason.TOO_LARGE;
      case WriteTimeout -> Reason.REFUSED;
      default -> Reason.ENDED;
    };
  }

  private Behavior<Command> onStopped() {
    open.values()
        .forEach(
            call ->
                call.result().completeExceptionally(CallException.applicationEnded(call.name())));
    withdrawn.values().forEach(over -> over.complete(null));
    open.clear();
    ids.clear();
    withdrawn.clear();
    return this;
  }

  private static IdRaw raw(Id id) {
    return IdRaw.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }

  private static <M> M parse(com.google.protobuf.Parser<M> parser, ByteString bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the kernel answered with what is no message of its own", e);
    }
  }
}
