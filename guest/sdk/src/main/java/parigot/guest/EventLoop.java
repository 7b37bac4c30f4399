package parigot.guest;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import parigot.message.Bytes;
import parigot.message.MalformedMessageException;
import parigot.message.Message;
import parigot.message.MessageReader;
import syscall.v1.KernelErr;

/**
 * What a guest is between its start and its end: it takes one event after the other from the host,
 * and each runs the callbacks of what it completes, or a method of a service.
 */
final class EventLoop implements Clock {
  private static final long NANOS_PER_MICRO = 1000;
  private static final String TOO_MANY_OPEN =
      "too many calls and timers of this guest are open, see its calls-in-flight and"
          + " calls-in-flight-memory (WriteTimeout)";

  private final Host host;
  private final SystemCalls calls;
  private final RandomBits random;
  private final Logger log;
  private final OwnServices services;
  private final OpenCalls open = new OpenCalls();
  private int toLaunch;
  private boolean exiting;

  EventLoop(Host host) {
    this.host = host;
    this.calls = new SystemCalls(host);
    this.random = new RandomBits(host);
    this.log = new Logger(LogTarget.of(host), "");
    this.services = new OwnServices(calls, log);
  }

  Host host() {
    return host;
  }

  RandomBits random() {
    return random;
  }

  Logger log() {
    return log;
  }

  /** Tells the kernel of the services, and launches them. The future is done when all run. */
  Future<Void> launch(String debugName, List<Service> exported, List<ServiceName> required) {
    CurrentClock.set(this);
    services.announce(debugName, exported, required);
    Promise<Void> launched = new Promise<>();
    toLaunch = services.ids().size();
    for (Id service : services.ids()) {
      Id call = random.nextCall();
      open.open(call, result -> launched(launched, result));
      calls.launch(service, call);
    }
    return launched.future();
  }

  private void launched(Promise<Void> all, Event result) {
    KernelErr error = KernelErr.forNumber(result.error());
    toLaunch--;
    if (error != KernelErr.NoError) {
      all.fail(new CallNotMadeException("it could not launch: " + error.name(), error));
    } else if (toLaunch == 0) {
      all.complete(null);
    }
  }

  /** From now on the services are served; calls that came before are served now. */
  void serve() {
    services.open();
  }

  /** Works on one event. Never throws; what ends the guest does not return, in a guest. */
  void deliver(byte[] bytes) {
    CurrentClock.set(this);
    try {
      handle(Event.read(bytes));
    } catch (MalformedMessageException malformed) {
      log.error("an event of the host cannot be read", malformed);
    }
  }

  private void handle(Event event) {
    if (event.isExit()) {
      host.end(event.exitCode());
    } else if (!event.resolved().isEmpty()) {
      open.resolved(event);
    } else if (!event.call().isEmpty()) {
      services.called(event);
    }
  }

  /** Asks to end this guest or, with {@code all}, the application. The end comes as an event. */
  void exit(int code, boolean all) {
    if (exiting) {
      return;
    }
    exiting = true;
    try {
      calls.exit(services.first(), random.nextCall(), code, all);
    } catch (SystemCallException refused) {
      log.error("it ends itself", refused);
      host.end(code);
    }
  }

  RemoteService remote(ServiceName name) {
    try {
      return new RemoteService(this, name, calls.locate(name, services.first()));
    } catch (SystemCallException refused) {
      throw new CallNotMadeException(
          notLocated(name.toString(), refused.reason()), refused.reason());
    }
  }

  private static String notLocated(String name, KernelErr reason) {
    if (reason == KernelErr.NotFound) {
      return "nobody that runs exports " + name;
    }
    if (reason == KernelErr.NotRequired) {
      return name + " was not required; say so with require(...)";
    }
    return name + " could not be located: " + reason.name();
  }

  /** Calls a method; the function reads the response. */
  <R> Future<R> call(
      RemoteService service,
      String method,
      Bytes address,
      ErrorNumbers errors,
      Message request,
      Function<MessageReader, R> reader) {
    Id call = random.nextCall();
    try {
      calls.dispatch(service, address, call, request);
    } catch (SystemCallException refused) {
      return Future.failed(
          new CallNotMadeException(
              service.name().toString()
                  + "."
                  + method
                  + " was not called: "
                  + notCalled(refused.reason(), request),
              refused.reason()));
    }
    Promise<R> promise = new Promise<>();
    open.open(call, result -> complete(promise, service, method, result, errors, reader));
    return promise.onCancel(() -> open.forget(call)).future();
  }

  /** Why, with the limit's key; the host's log has the limit's value. */
  private static String notCalled(KernelErr reason, Message request) {
    if (reason == KernelErr.DataTooLarge) {
      int size = request == null ? 0 : request.serializedSize();
      return "its request of "
          + size
          + " bytes is more than the called guest takes, which is its message-limit (4 MiB unless"
          + " the configuration says otherwise), or 4096 bytes if it does not export"
          + " parigot_alloc_ (DataTooLarge)";
    }
    return reason == KernelErr.WriteTimeout ? TOO_MANY_OPEN : reason.name();
  }

  private static <R> void complete(
      Promise<R> promise,
      RemoteService service,
      String method,
      Event result,
      ErrorNumbers errors,
      Function<MessageReader, R> reader) {
    if (result.failure() != null) {
      promise.fail(
          result
              .failure()
              .exception(
                  service.name().toString() + "." + method + ": " + result.failure().detail()));
    } else if (result.error() != 0) {
      promise.fail(new ServiceException(errors.forNumber(result.error()), result.error(), ""));
    } else {
      R response;
      try {
        response = reader.apply(result.payload().reader());
      } catch (MalformedMessageException malformed) {
        promise.fail(
            OutcomeUnknownException.unreadable(
                service.name().toString() + "." + method, malformed));
        return;
      }
      promise.complete(response);
    }
  }

  /** How many calls, timers and launches are not resolved. */
  int waiting() {
    return open.size();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    long micros = Math.max(0, (delay.toNanos() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO);
    Id call = random.nextCall();
    try {
      calls.setTimer(call, micros);
    } catch (SystemCallException refused) {
      throw new IllegalStateException(
          "no timer can be set: "
              + (refused.reason() == KernelErr.WriteTimeout
                  ? TOO_MANY_OPEN
                  : refused.reason().name()),
          refused);
    }
    open.open(call, due -> run(action));
    return () -> {
      open.forget(call);
      calls.cancelTimer(call);
    };
  }

  private void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      log.error("what a timer started failed", thrown);
    }
  }

  @Override
  public long nanoTime() {
    return host.monotonicTime();
  }
}
