package parigot.runtime.plugins;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallSpan;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Id;
import parigot.kernel.SpanIds;
import parigot.kernel.TraceContext;
import parigot.plugin.Caller;
import parigot.plugin.GuestLog;
import parigot.plugin.LimitedLog;
import parigot.plugin.PluginMethod;
import parigot.plugin.ServiceError;
import parigot.plugin.TraceParent;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.jfr.PluginCallEvent;
import parigot.v1.host.CallFailure;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.HostFunction;
import syscall.v1.host.KernelErr;

/**
 * A plugin's method as one guest imports it: parses the request, has it run on the plugin's
 * threads, waits no longer than the plugin's time-out, and answers in the numbers of the service's
 * error enum.
 */
final class PluginFunction<Q extends Message, R extends Message> implements HostFunction {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");

  /** The response, if there is one. */
  private static final PluginCall.Cases<Optional<Message>> RESPONSE =
      new PluginCall.Cases<>() {
        @Override
        public Optional<Message> response(Message message) {
          return Optional.ofNullable(message);
        }

        @Override
        public Optional<Message> failure(ServiceError error) {
          return Optional.empty();
        }

        @Override
        public Optional<Message> thrown(Throwable cause) {
          return Optional.empty();
        }
      };

  private final RunningPlugin plugin;
  private final String service;
  private final PluginMethod<Q, R> method;
  private final String guest;
  private final Id host;
  private final int room;
  private final LastPluginFailure failure;
  private final Replies replies = new Replies();

  /** Of the methods that a plugin has, a guest calls a few. */
  private final Supplier<TraceContext> trace;

  private Optional<DurationHistogram> durations = Optional.empty();

  PluginFunction(
      RunningPlugin plugin,
      String service,
      PluginMethod<Q, R> method,
      String guest,
      Id host,
      int room,
      LastPluginFailure failure,
      Supplier<TraceContext> trace) {
    this.plugin = plugin;
    this.service = service;
    this.method = method;
    this.guest = guest;
    this.host = host;
    this.room = room;
    this.failure = failure;
    this.trace = trace;
  }

  @Override
  public Reply call(byte[] request) {
    if (durations.isEmpty()) {
      durations = Optional.of(plugin.stats().durations(guest, service, method.name()));
    }
    Optional<PluginCallEvent> recorded =
        PluginCallEvent.isOn() ? Optional.of(PluginCallEvent.begun()) : Optional.empty();
    long begun = plugin.pool().time().nanos();
    TraceContext cause = trace.get();
    Optional<Consumer<CallSpan>> spans = cause.isSampled() ? plugin.spans() : Optional.empty();
    try {
      return spans.isPresent()
          ? traced(request, cause, begun, spans.get())
          : carryOut(request, cause, plugin.nextCall());
    } finally {
      durations.get().record(plugin.pool().time().nanos() - begun);
      recorded.ifPresent(call -> call.ended(plugin.name(), guest, service, method.name()));
    }
  }

  /** A call that is a span of its own. */
  private Reply traced(byte[] request, TraceContext cause, long begun, Consumer<CallSpan> spans) {
    long number = plugin.nextCall();
    TraceContext own = cause.child(SpanIds.of(host, cause.span(), number, 0));
    CallOutcome outcome = CallOutcome.LOST;
    try {
      Reply reply = carryOut(request, own, number);
      outcome = reply.error() == 0 ? CallOutcome.OK : CallOutcome.ERROR;
      return reply;
    } finally {
      long ended = plugin.pool().time().nanos();
      spans.accept(
          new CallSpan(
              own, guest, plugin.name(), service, method.name(), begun, ended, outcome, false));
    }
  }

  private Reply carryOut(byte[] request, TraceContext own, long number) {
    failure.clear();
    Q message;
    try {
      message = method.requests().parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      plugin.stats().refused();
      return Reply.failed(ServiceError.UNREADABLE);
    }
    Caller caller =
        new Caller(
            guest, host.high(), host.low(), service, method.name(), number, room, traceParent(own));
    PluginCall call =
        new PluginCall(
            self -> method.handler().handle(message, caller),
            plugin.pool(),
            result -> late(message, caller, result));
    plugin.stats().called();
    try {
      plugin.pool().execute(call);
    } catch (RejectedExecutionException e) {
      plugin.stats().refused();
      return unanswered(
          KernelErr.WriteTimeout,
          false,
          "refused",
          "is refused: all threads of the plugin are busy.");
    }
    try {
      return reply(call.await(plugin.timeout().toNanos()));
    } catch (TimeoutException e) {
      plugin.stats().timedOut();
      plugin.afterGrace(() -> call.writeOffIfRunning(name()));
      return timedOut(call);
    } catch (GuestInterrupted e) {
      plugin.afterGrace(() -> call.writeOffIfRunning(name()));
      throw e;
    }
  }

  private static Optional<TraceParent> traceParent(TraceContext trace) {
    return trace.isPresent()
        ? Optional.of(new TraceParent(trace.traceparent(), trace.state()))
        : Optional.empty();
  }

  private Reply timedOut(PluginCall call) {
    long millis = plugin.timeout().toMillis();
    if (call.neverBegan()) {
      return unanswered(
          KernelErr.RunTimeout,
          false,
          "not begun",
          "did not begin within %d ms, as all threads of the plugin were busy.".formatted(millis));
    }
    return unanswered(
        KernelErr.RunTimeout, true, "slow", "took longer than %d ms.".formatted(millis));
  }

  /** Its caller was told that nobody knows, or has ended. */
  private void late(Q request, Caller caller, PluginCall.Result result) {
    Optional<Message> response = result.giveTo(RESPONSE);
    if (response.isPresent()) {
      warn("late", "was carried out after all, too late for its caller.");
      plugin.undelivered(caller, request, response.get());
    } else {
      GuestLog.about(
          guest,
          () -> LOG.debug("{} of {} ended too late for its caller: {}", name(), guest, result));
    }
  }

  private Reply reply(PluginCall.Result result) {
    return result.giveTo(replies);
  }

  /** What the caller is told of each end. */
  private final class Replies implements PluginCall.Cases<Reply> {
    @Override
    public Reply response(Message message) {
      if (message == null) {
        plugin.stats().failed();
        return unanswered(KernelErr.ExecError, true, "failed", "failed: the plugin returned null.");
      }
      return Reply.of(message.toByteArray());
    }

    @Override
    public Reply failure(ServiceError error) {
      if (LOG.isDebugEnabled()) {
        GuestLog.about(
            guest,
            () ->
                LOG.debug("{} of {}: {} ({}).", name(), guest, error.getMessage(), error.number()));
      }
      return Reply.failed(error.number());
    }

    @Override
    public Reply thrown(Throwable cause) {
      plugin.stats().failed();
      GuestLog.about(guest, () -> LOG.debug("{} of {} failed", name(), guest, cause));
      return unanswered(KernelErr.ExecError, true, "failed", "failed: %s.".formatted(cause));
    }
  }

  private Reply unanswered(KernelErr reason, boolean mayHaveRun, String key, String what) {
    warn(key, what);
    failure.set(
        CallFailure.newBuilder()
            .setReason(reason)
            .setDetail(LimitedLog.part(name() + " " + what))
            .setMayHaveRun(mayHaveRun)
            .build());
    return Reply.failed(ServiceError.NOT_CARRIED_OUT);
  }

  private void warn(String reason, String what) {
    String kind = guest + " " + name() + " " + reason;
    String sentence = "%s of %s %s".formatted(name(), guest, what);
    GuestLog.about(
        guest,
        () -> {
          boolean unusedWasLogged = plugin.log().line(Level.WARN, kind, sentence);
        });
  }

  private String name() {
    return service + "/" + method.name();
  }
}
