package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import parigot.message.Message;
import parigot.message.MessageParser;
import protosupport.v1.IdRaw;
import syscall.v1.KernelErr;
import syscall.v1.LocateResponse;
import syscall.v1.MethodBinding;

/**
 * A service of another guest, as {@link Guest#locate} found it. The generated clients call through
 * it; with a name that is known at run time only, call it directly. It stays good when that guest
 * is started again.
 *
 * <p>Each call gives a future of the response. It fails with a {@link CallException}, whose kinds
 * tell whether the method has run.
 */
public final class RemoteService {
  private final EventLoop loop;
  private final ServiceName name;
  private final IdRaw id;
  private final Map<String, IdRaw> methods = new LinkedHashMap<>();

  RemoteService(EventLoop loop, ServiceName name, LocateResponse found) {
    this.loop = loop;
    this.name = name;
    this.id = found.getServiceId();
    for (MethodBinding binding : found.getBindingList()) {
      methods.put(binding.getMethodName(), binding.getMethodId());
    }
  }

  /** What it was located by. */
  public ServiceName name() {
    return name;
  }

  /** The names of its methods, as written in the .proto. */
  public Set<String> methods() {
    return Set.copyOf(methods.keySet());
  }

  IdRaw id() {
    return id;
  }

  /** Calls a method. */
  public <R extends Message> Future<R> call(
      String method, ErrorNumbers errors, Message request, MessageParser<R> parser) {
    requireNonNull(parser);
    return call(method, errors, Optional.of(request), parser::parseFrom);
  }

  /** Calls a method whose request is empty. */
  public <R extends Message> Future<R> callWithoutRequest(
      String method, ErrorNumbers errors, MessageParser<R> parser) {
    requireNonNull(parser);
    return call(method, errors, Optional.empty(), parser::parseFrom);
  }

  /** Calls a method whose response is empty. */
  public Future<Void> callWithoutResponse(String method, ErrorNumbers errors, Message request) {
    return call(method, errors, Optional.of(request), response -> null);
  }

  /** Calls a method whose request and response are empty. */
  public Future<Void> callWithoutBoth(String method, ErrorNumbers errors) {
    return call(method, errors, Optional.empty(), response -> null);
  }

  private <R> Future<R> call(
      String method, ErrorNumbers errors, Optional<Message> request, Function<byte[], R> reader) {
    requireNonNull(errors);
    IdRaw methodId = methods.get(requireNonNull(method));
    if (methodId == null) {
      return Future.failed(
          new CallNotMadeException(
              name + " has no method " + method + ", only " + String.join(", ", methods.keySet()),
              KernelErr.IdDispatch));
    }
    return loop.call(this, method, methodId, errors, request, reader);
  }
}
