package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import parigot.message.MalformedMessageException;
import parigot.message.Message;
import parigot.message.wellknown.Any;
import protosupport.v1.IdRaw;
import syscall.v1.MethodBundle;

/** The services of this guest: takes the calls that arrive, and answers them. */
final class OwnServices {
  /** These numbers mean the same in the enum of every service. */
  private static final int NO_ERROR = 0;

  private static final int NOT_CARRIED_OUT = 1;
  private static final int REQUEST_NOT_READ = 2;
  private static final int RESPONSE_NOT_WRITTEN = 3;
  private static final int LARGEST_ERROR = 255;

  private static final byte[] EMPTY = new byte[0];

  private final SystemCalls calls;
  private final Logger log;
  private final List<IdRaw> ids = new ArrayList<>();

  /** By method id; an id belongs to one service only. */
  private final Map<Id, Bound> methods = new HashMap<>();

  private final Queue<Runnable> early = new ArrayDeque<>();
  private boolean open;

  private record Bound(ServiceName service, String name, Service.Method method) {
    @Override
    public String toString() {
      return service + "." + name;
    }
  }

  OwnServices(SystemCalls calls, Logger log) {
    this.calls = calls;
    this.log = log;
  }

  /**
   * Makes the services known to the kernel. A guest that has none registers one all the same, which
   * requires and calls on its behalf.
   */
  void announce(String debugName, List<Service> services, List<ServiceName> required) {
    if (services.isEmpty()) {
      register(debugName, required);
    }
    for (Service service : services) {
      IdRaw id = register(debugName, required);
      calls.export(id, service.names());
      service
          .methods()
          .forEach(
              (name, method) ->
                  methods.put(
                      Id.of(calls.bind(id, name)),
                      new Bound(service.names().get(0), name, method)));
    }
  }

  private IdRaw register(String debugName, List<ServiceName> required) {
    IdRaw id = calls.register(debugName);
    ids.add(id);
    if (!required.isEmpty()) {
      calls.require(id, required);
    }
    return id;
  }

  /** All that were registered, at least one. */
  List<IdRaw> ids() {
    return ids;
  }

  /** Takes up the calls that came before the guest was ready, and from now on each as it comes. */
  void open() {
    open = true;
    for (Runnable call = early.poll(); call != null; call = early.poll()) {
      call.run();
    }
  }

  /** A call has arrived. */
  void called(MethodBundle bundle, Optional<Any> parameter) {
    if (open) {
      serve(bundle, parameter);
    } else {
      early.add(() -> serve(bundle, parameter));
    }
  }

  private void serve(MethodBundle bundle, Optional<Any> parameter) {
    IdRaw call = bundle.getCallId();
    Bound bound = methods.get(Id.of(bundle.getMethodId()));
    if (bound == null) {
      log.error("called in a method that it never bound");
      answer("an unknown method", call, Optional.empty(), NOT_CARRIED_OUT);
      return;
    }
    Supplier<? extends Future<? extends Message>> body;
    try {
      byte[] request = parameter.isPresent() ? parameter.get().getValue().toByteArray() : EMPTY;
      body = bound.method.read(request);
    } catch (MalformedMessageException malformed) {
      log.warning("the request of " + bound + " cannot be read: " + malformed.getMessage());
      answer(bound, call, Optional.empty(), REQUEST_NOT_READ);
      return;
    }
    Future<? extends Message> result;
    try {
      result = requireNonNull(body.get(), "the method gave no future");
    } catch (Throwable thrown) {
      fail(bound, call, thrown);
      return;
    }
    whenDone(bound, call, result);
  }

  private <R extends Message> void whenDone(Bound bound, IdRaw call, Future<R> result) {
    result.onComplete(
        (response, error) -> {
          if (error == null) {
            answer(bound, call, Optional.ofNullable(response), NO_ERROR);
          } else {
            fail(bound, call, error);
          }
        });
  }

  private void fail(Bound bound, IdRaw call, Throwable error) {
    if (error instanceof ServiceException stated
        && stated.number() > NO_ERROR
        && stated.number() <= LARGEST_ERROR) {
      if (!stated.detail().isEmpty()) {
        log.info(bound + " answered " + stated.getMessage());
      }
      answer(bound, call, Optional.empty(), stated.number());
    } else {
      log.error(bound + " failed", error);
      answer(bound, call, Optional.empty(), NOT_CARRIED_OUT);
    }
  }

  private void answer(Object method, IdRaw call, Optional<Message> result, int error) {
    try {
      calls.returnValue(call, result, error);
    } catch (SystemCallException refused) {
      switch (refused.reason()) {
        case DataTooLarge ->
            log.error("the answer of " + method + " is larger than its caller can take");
        case BadId, CallerUnavailable ->
            log.debug("nobody waits any longer for the answer of " + method);
        default -> log.error("the answer of " + method + " was lost: " + refused.reason());
      }
    } catch (RuntimeException unwritable) {
      log.error("the answer of " + method + " cannot be written", unwritable);
      if (error == NO_ERROR) {
        answer(method, call, Optional.empty(), RESPONSE_NOT_WRITTEN);
      }
    }
  }
}
