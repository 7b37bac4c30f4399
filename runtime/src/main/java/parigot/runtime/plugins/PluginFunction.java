package parigot.runtime.plugins;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.kernel.Id;
import parigot.plugin.Caller;
import parigot.plugin.PluginMethod;
import parigot.plugin.ServiceError;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.HostFunction;

/**
 * A plugin's method as one guest imports it: parses the request, has it run on the plugin's
 * threads, waits no longer than the plugin's time-out, and answers in the numbers of the service's
 * error enum.
 */
final class PluginFunction<Q extends Message, R extends Message> implements HostFunction {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");

  /** "Not carried out", in every service's error enum. */
  private static final int NOT_CARRIED_OUT = 1;

  /** "The request could not be read", in every service's error enum. */
  private static final int UNREADABLE = 2;

  private final RunningPlugin plugin;
  private final String service;
  private final PluginMethod<Q, R> method;
  private final String guest;
  private final Id host;
  private final int room;

  PluginFunction(
      RunningPlugin plugin,
      String service,
      PluginMethod<Q, R> method,
      String guest,
      Id host,
      int room) {
    this.plugin = plugin;
    this.service = service;
    this.method = method;
    this.guest = guest;
    this.host = host;
    this.room = room;
  }

  @Override
  public Reply call(byte[] request) {
    Q message;
    try {
      message = method.requests().parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      plugin.stats().refused();
      return Reply.failed(UNREADABLE);
    }
    Caller caller =
        new Caller(guest, host.high(), host.low(), service, method.name(), plugin.nextCall(), room);
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
      warn("refused", "is refused: all threads of the plugin are busy.");
      return Reply.failed(NOT_CARRIED_OUT);
    }
    try {
      return reply(call.await(plugin.timeout().toNanos()));
    } catch (TimeoutException e) {
      plugin.stats().timedOut();
      logTimeout(call);
      plugin.afterGrace(() -> call.writeOffIfRunning(name()));
      return Reply.failed(NOT_CARRIED_OUT);
    } catch (GuestInterrupted e) {
      plugin.afterGrace(() -> call.writeOffIfRunning(name()));
      throw e;
    }
  }

  private void logTimeout(PluginCall call) {
    long millis = plugin.timeout().toMillis();
    if (call.neverBegan()) {
      warn(
          "not begun",
          "did not begin within %d ms, as all threads of the plugin were busy.".formatted(millis));
    } else {
      warn("slow", "took longer than %d ms.".formatted(millis));
    }
  }

  /** Its caller was told that it was not carried out, or has ended. */
  private void late(Q request, Caller caller, PluginCall.Result result) {
    if (result instanceof PluginCall.Response response && response.message() != null) {
      warn("late", "was carried out after all, too late for its caller.");
      plugin.undelivered(caller, request, response.message());
    } else {
      LOG.debug("{} of {} ended too late for its caller: {}", name(), guest, result);
    }
  }

  private Reply reply(PluginCall.Result result) {
    if (result instanceof PluginCall.Response response && response.message() != null) {
      return Reply.of(response.message().toByteArray());
    }
    if (result instanceof PluginCall.Failure failure) {
      ServiceError error = failure.error();
      LOG.debug("{} of {}: {} ({}).", name(), guest, error.getMessage(), error.number());
      return Reply.failed(error.number());
    }
    plugin.stats().failed();
    if (result instanceof PluginCall.Thrown thrown) {
      warn("failed", "failed: %s.".formatted(thrown.cause()));
      LOG.debug("{} of {} failed", name(), guest, thrown.cause());
    } else {
      warn("failed", "failed: the plugin returned null.");
    }
    return Reply.failed(NOT_CARRIED_OUT);
  }

  private void warn(String reason, String what) {
    boolean unusedWasLogged =
        plugin
            .log()
            .line(
                Level.WARN,
                guest + " " + name() + " " + reason,
                "%s of %s %s".formatted(name(), guest, what));
  }

  private String name() {
    return service + "/" + method.name();
  }
}
