package parigot.guest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import log.v1.LogLevel;
import parigot.message.MalformedMessageException;
import parigot.message.Message;
import syscall.v1.KernelErr;

/** The services of this guest: takes the calls that arrive, and answers them. */
final class OwnServices {
  /** These numbers mean the same in the enum of every service. */
  private static final int NO_ERROR = 0;

  private static final int NOT_CARRIED_OUT = 1;
  private static final int REQUEST_NOT_READ = 2;
  private static final int RESPONSE_NOT_WRITTEN = 3;
  private static final int LARGEST_ERROR = 255;

  /** What the constant is called whose number means that. */
  private static final List<String> NOT_WRITTEN = List.of("MarshalError", "MarshalFailed");

  /** Stands for what was called and is not there. */
  private static final Bound UNKNOWN =
      new Bound(
          ServiceName.of("an", "unknown"),
          "method",
          null,
          number -> {
            throw new IllegalStateException("what is not there has no errors");
          });

  private final SystemCalls calls;
  private final Logger log;
  private final List<Id> ids = new ArrayList<>();

  /** By method id; an id belongs to one service only. */
  private final Map<Id, Bound> methods = new HashMap<>();

  private final List<Event> early = new ArrayList<>();
  private boolean open;

  private record Bound(
      ServiceName service, String name, Service.Method method, ErrorNumbers errors) {

    /** Whether it is an error of the service's own enum, of which the number may travel. */
    private boolean mayEndWith(ServiceException stated) {
      return stated.number() > NO_ERROR
          && stated.number() <= LARGEST_ERROR
          && errors.forNumber(stated.number()) == stated.error();
    }

    /** Enums older than the rule have an error of their own at the number. */
    private int notWritten() {
      return NOT_WRITTEN.contains(errors.forNumber(RESPONSE_NOT_WRITTEN).name())
          ? RESPONSE_NOT_WRITTEN
          : NOT_CARRIED_OUT;
    }

    /** A sentence about it. */
    private String sentence(String before, String after) {
      return before + service.packagePath() + "." + service.service() + "." + name + after;
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
      Id id = register(debugName, required);
      calls.export(id, service.names());
      for (Service.NamedMethod method : service.methods()) {
        methods.put(
            calls.bind(id, method.name()),
            new Bound(service.names().get(0), method.name(), method.method(), service.errors()));
      }
    }
  }

  private Id register(String debugName, List<ServiceName> required) {
    Id id = calls.register(debugName);
    ids.add(id);
    if (!required.isEmpty()) {
      calls.require(id, required);
    }
    return id;
  }

  /** All that were registered, at least one. */
  List<Id> ids() {
    return ids;
  }

  /** The one that calls on behalf of the guest. */
  Id first() {
    return ids.get(0);
  }

  /** Takes up the calls that came before the guest was ready, and from now on each as it comes. */
  void open() {
    open = true;
    for (Event event : early) {
      called(event);
    }
    early.clear();
  }

  /** A call has arrived. */
  void called(Event event) {
    if (!open) {
      early.add(event);
      return;
    }
    Bound bound = methods.get(event.method());
    if (bound == null) {
      log.line(LogLevel.LOG_LEVEL_ERROR, "called in a method that it never bound");
      answer(UNKNOWN, event.call(), null, NOT_CARRIED_OUT);
      return;
    }
    Supplier<? extends Future<? extends Message>> body;
    try {
      body = bound.method.read(event.payload().reader());
    } catch (MalformedMessageException malformed) {
      log.error(bound.sentence("the request of ", " cannot be read"), malformed);
      answer(bound, event.call(), null, REQUEST_NOT_READ);
      return;
    }
    run(bound, event, body);
  }

  private void run(Bound bound, Event event, Supplier<? extends Future<? extends Message>> body) {
    Id call = event.call();
    Future<? extends Message> result;
    CurrentCall.set(event);
    try {
      result = body.get();
      if (result == null) {
        throw new NullPointerException("the method gave no future");
      }
    } catch (Throwable thrown) {
      fail(bound, call, thrown);
      return;
    } finally {
      CurrentCall.set(null);
    }
    result.whenDone(
        () -> {
          if (result.errorOrNull() == null) {
            answer(bound, call, result.value(), NO_ERROR);
          } else {
            fail(bound, call, result.errorOrNull());
          }
        });
  }

  private void fail(Bound bound, Id call, Throwable error) {
    if (error instanceof ServiceException stated && bound.mayEndWith(stated)) {
      if (!stated.detail().isEmpty()) {
        log.line(
            LogLevel.LOG_LEVEL_INFO, bound.sentence("", " answered ").concat(stated.getMessage()));
      }
      answer(bound, call, null, stated.number());
    } else {
      boolean foreign = error instanceof ServiceException;
      log.error(
          bound.sentence("", foreign ? " failed with an error that is not its own" : " failed"),
          error);
      answer(bound, call, null, NOT_CARRIED_OUT, CallFailure.of(error));
    }
  }

  private void answer(Bound bound, Id call, Message result, int error) {
    answer(bound, call, result, error, null);
  }

  private void answer(Bound bound, Id call, Message result, int error, CallFailure failure) {
    try {
      calls.returnValue(call, result, error, failure);
    } catch (SystemCallException refused) {
      KernelErr reason = refused.reason();
      if (reason == KernelErr.BadId || reason == KernelErr.CallerUnavailable) {
        log.line(
            LogLevel.LOG_LEVEL_DEBUG,
            bound.sentence("nobody waits any longer for the answer of ", ""));
      } else {
        log.error(bound.sentence("the answer of ", " was lost"), refused);
      }
    } catch (RuntimeException unwritable) {
      log.error(bound.sentence("the answer of ", " cannot be written"), unwritable);
      if (error == NO_ERROR) {
        answer(bound, call, null, bound.notWritten());
      }
    }
  }
}
