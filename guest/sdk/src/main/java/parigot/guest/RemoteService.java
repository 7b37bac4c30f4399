package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import parigot.message.Bytes;
import parigot.message.FieldType;
import parigot.message.Message;
import parigot.message.MessageParser;
import parigot.message.MessageReader;
import parigot.message.MessageWriter;
import syscall.v1.KernelErr;

/**
 * A service of another guest, as {@link Guest#locate} found it. The generated clients call through
 * it; with a name that is known at run time only, call it directly. It stays good when that guest
 * is started again.
 *
 * <p>Each call gives a future of the response. It fails with a {@link CallException}, whose kinds
 * tell whether the method has run.
 */
public final class RemoteService {
  private static final int MOST_HEADERS = 4096;
  private static final long LONGEST_MILLIS = 3_600_000;

  private final EventLoop loop;
  private final ServiceName name;

  /** By their names, what a call to them begins with. */
  private final Map<String, Bytes> methods;

  private final int timeoutMillis;
  private final Map<String, String> headers;
  private final Bytes context;

  RemoteService(EventLoop loop, ServiceName name, Map<String, Bytes> methods) {
    this(loop, name, methods, 0, Map.of(), Bytes.EMPTY);
  }

  private RemoteService(
      EventLoop loop,
      ServiceName name,
      Map<String, Bytes> methods,
      int timeoutMillis,
      Map<String, String> headers,
      Bytes context) {
    this.loop = loop;
    this.name = name;
    this.methods = methods;
    this.timeoutMillis = timeoutMillis;
    this.headers = headers;
    this.context = context;
  }

  /**
   * The same service, whose calls wait so long for their answers: a whole number of milliseconds,
   * at most an hour. Without it they wait as the configuration says ({@code call-timeout}).
   *
   * <pre>{@code
   * Reports.client(guest.remote(Reports.NAME).within(Duration.ofSeconds(30)))
   * }</pre>
   *
   * @throws IllegalArgumentException when it is less than a millisecond or more than an hour
   */
  public RemoteService within(Duration timeout) {
    long millis = timeout.toMillis();
    if (millis < 1 || millis > LONGEST_MILLIS) {
      throw new IllegalArgumentException(
          "a call waits for a millisecond to an hour, and not for " + timeout);
    }
    return new RemoteService(loop, name, methods, (int) millis, headers, context);
  }

  /**
   * The same service, whose calls have this header, beside those that they have. Whoever is called
   * reads it with {@link CurrentCall#header}.
   *
   * @throws IllegalArgumentException when the headers have more than {@value #MOST_HEADERS} bytes
   *     together: a name and a value have eight more than they are long, or some more
   */
  public RemoteService with(String header, String value) {
    return with(Map.of(header, value));
  }

  /** As {@link #with(String, String)}, with several: those of the {@link CurrentCall}, say. */
  public RemoteService with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    MessageWriter out = new MessageWriter();
    out.writeEntries(CurrentCall.HEADER, FieldType.string(), FieldType.string(), all);
    if (out.size() > MOST_HEADERS) {
      throw new IllegalArgumentException(
          "the headers of a call have "
              + out.size()
              + " bytes, and "
              + MOST_HEADERS
              + " are the most");
    }
    return new RemoteService(loop, name, methods, timeoutMillis, all, Bytes.of(out.toByteArray()));
  }

  /** What its calls say beside their requests: a {@code CallContext}, or nothing. */
  Bytes context() {
    return context;
  }

  /** How long its calls wait; 0 leaves that to the host. */
  int timeoutMillis() {
    return timeoutMillis;
  }

  /** What it was located by. */
  public ServiceName name() {
    return name;
  }

  /** The names of its methods, as written in the .proto. */
  public Set<String> methods() {
    return Set.copyOf(methods.keySet());
  }

  /** Calls a method. */
  public <R extends Message> Future<R> call(
      String method, ErrorNumbers errors, Message request, MessageParser<R> parser) {
    requireNonNull(parser);
    return send(method, errors, request, parser::parseFrom);
  }

  /** Calls a method whose request is empty. */
  public <R extends Message> Future<R> callWithoutRequest(
      String method, ErrorNumbers errors, MessageParser<R> parser) {
    requireNonNull(parser);
    return send(method, errors, null, parser::parseFrom);
  }

  /** Calls a method whose response is empty. */
  public Future<Void> callWithoutResponse(String method, ErrorNumbers errors, Message request) {
    return send(method, errors, request, response -> null);
  }

  /** Calls a method whose request and response are empty. */
  public Future<Void> callWithoutBoth(String method, ErrorNumbers errors) {
    return send(method, errors, null, response -> null);
  }

  private <R> Future<R> send(
      String method, ErrorNumbers errors, Message request, Function<MessageReader, R> reader) {
    requireNonNull(errors);
    Bytes address = methods.get(requireNonNull(method));
    if (address == null) {
      return Future.failed(
          new CallNotMadeException(
              name.toString() + " has no method " + method, KernelErr.IdDispatch));
    }
    return loop.call(this, method, address, errors, request, reader);
  }
}
