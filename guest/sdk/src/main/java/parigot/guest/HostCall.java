package parigot.guest;

import static java.util.Objects.requireNonNull;

import org.teavm.interop.Import;
import parigot.message.MalformedMessageException;
import parigot.message.Message;
import parigot.message.MessageParser;
import parigot.message.MessageReader;

/**
 * A call that leaves the guest for a plugin of the host, for generated code. The guest waits inside
 * it, so the futures are done when they are returned.
 */
public final class HostCall {
  /** In every service's error enum: not carried out, or nobody knows. */
  static final int NO_ANSWER = 1;

  private HostCall() {}

  /** A function of the host, as every one of them that carries messages is. */
  @FunctionalInterface
  public interface Function {
    /**
     * Calls it.
     *
     * @return the length of the response in the upper half, its address in the lower
     */
    long call(int requestLength, int request, int response, int error);
  }

  /**
   * Calls a method with a request and a response.
   *
   * @throws IllegalStateException on a plain Java virtual machine, where there is no host
   */
  public static <R extends Message> Future<R> call(
      String module,
      String function,
      Function hostFunction,
      ErrorNumbers errors,
      Message request,
      MessageParser<R> parser) {
    requireNonNull(parser);
    return exchange(
        module, function, hostFunction, errors, request.toByteArray(), parser::parseFrom);
  }

  /** As {@link #call}, for a method whose request is empty. */
  public static <R extends Message> Future<R> callWithoutRequest(
      String module,
      String function,
      Function hostFunction,
      ErrorNumbers errors,
      MessageParser<R> parser) {
    requireNonNull(parser);
    return exchange(module, function, hostFunction, errors, HostMemory.NOTHING, parser::parseFrom);
  }

  /** As {@link #call}, for a method whose response is empty. */
  public static Future<Void> callWithoutResponse(
      String module, String function, Function hostFunction, ErrorNumbers errors, Message request) {
    return exchange(
        module, function, hostFunction, errors, request.toByteArray(), response -> null);
  }

  /** As {@link #call}, for a method whose request and response are empty. */
  public static Future<Void> callWithoutBoth(
      String module, String function, Function hostFunction, ErrorNumbers errors) {
    return exchange(module, function, hostFunction, errors, HostMemory.NOTHING, response -> null);
  }

  private static <R> Future<R> exchange(
      String module,
      String function,
      Function hostFunction,
      ErrorNumbers errors,
      byte[] request,
      java.util.function.Function<MessageReader, R> reader) {
    if (!Callbacks.isGuest() && JvmHost.installed() == null) {
      throw new IllegalStateException(
          module
              + "."
              + function
              + " is a function of the host, and there is none outside of a"
              + " guest: hand the code under test a fake of the service instead");
    }
    HostMemory.Reply reply = reply(module, function, hostFunction, request);
    if (reply.error() == NO_ANSWER) {
      byte[] why = reply("parigot", "failure_", HostCall::failure, HostMemory.NOTHING).response();
      if (why.length != 0) {
        CallFailure failure = CallFailure.read(new MessageReader(why));
        return Future.failed(failure.exception(failure.detail()));
      }
    }
    if (reply.error() != 0) {
      return Future.failed(
          new ServiceException(errors.forNumber(reply.error()), reply.error(), ""));
    }
    try {
      return Future.of(reader.apply(new MessageReader(reply.response())));
    } catch (MalformedMessageException malformed) {
      return Future.failed(OutcomeUnknownException.unreadable(module + "." + function, malformed));
    }
  }

  private static HostMemory.Reply reply(
      String module, String function, Function hostFunction, byte[] request) {
    return Callbacks.isGuest()
        ? HostMemory.exchange(hostFunction, request)
        : JvmHost.installed().exchange(module, function, request);
  }

  @Import(module = "parigot", name = "failure_")
  private static native long failure(int requestLength, int request, int response, int error);
}
