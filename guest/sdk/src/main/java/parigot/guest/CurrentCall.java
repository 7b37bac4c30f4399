package parigot.guest;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import parigot.message.MessageReader;

/**
 * What a method of a service may know of its call beside the request: who calls, how long it waits,
 * and what it says in headers. It is asked for in the method itself; what is given is good for as
 * long as it is kept.
 *
 * <pre>{@code
 * public Future<Void> order(OrderRequest request) {
 *   CurrentCall call = CurrentCall.get();
 *   log.info("ordered", "by", call.caller());
 *   return stock.take(request).onSuccess(taken -> ship(call.remaining()));
 * }
 * }</pre>
 */
public final class CurrentCall {
  private static final int TAG_BITS = 3;
  private static final int CALLER_HOST = 1;
  private static final int CONTEXT = 100;
  private static final int CALLER = 1;
  private static final int DEADLINE = 2;
  static final int HEADER = 3;
  private static final int CLIENT = 4;

  private static final ThreadLocal<Event> OF_THIS_THREAD =
      Callbacks.isGuest() ? null : new ThreadLocal<>();
  private static Event ofTheGuest;

  private final Clock clock;
  private Id callerHost = Id.EMPTY;
  private String caller = "";
  private boolean hasDeadline;
  private long deadline;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Client client;

  private CurrentCall(Event event, Clock clock) {
    this.clock = clock;
    MessageReader in = event.bundle();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case CALLER_HOST -> callerHost = Id.read(in);
        case CONTEXT -> readContext(in);
        default -> in.skipField(tag);
      }
    }
  }

  private void readContext(MessageReader in) {
    int outer = in.enterMessage();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case CALLER -> caller = in.readString();
        case DEADLINE -> {
          deadline = in.readFixed64();
          hasDeadline = true;
        }
        case HEADER -> readHeader(in);
        case CLIENT -> readClient(in);
        default -> in.skipField(tag);
      }
    }
    in.leaveMessage(outer);
  }

  private void readHeader(MessageReader in) {
    int outer = in.enterMessage();
    String name = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 1 -> name = in.readString();
        case 2 -> value = in.readString();
        default -> in.skipField(tag);
      }
    }
    headers.put(name, value);
    in.leaveMessage(outer);
  }

  private void readClient(MessageReader in) {
    int outer = in.enterMessage();
    String address = "";
    String certificate = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 1 -> address = in.readString();
        case 2 -> certificate = in.readString();
        default -> in.skipField(tag);
      }
    }
    client =
        new Client(address, certificate.isEmpty() ? Optional.empty() : Optional.of(certificate));
    in.leaveMessage(outer);
  }

  /** The call whose method begins, or none with null. It is read when somebody asks for it. */
  static void set(Event event) {
    if (Callbacks.isGuest()) {
      ofTheGuest = event;
    } else if (event == null) {
      OF_THIS_THREAD.remove();
    } else {
      OF_THIS_THREAD.set(event);
    }
  }

  /**
   * The call that is being carried out.
   *
   * @throws IllegalStateException outside of a service's method, as in a callback of it, or in a
   *     unit test that calls the method itself instead of in a {@link TestGuest}
   */
  public static CurrentCall get() {
    Event event = Callbacks.isGuest() ? ofTheGuest : OF_THIS_THREAD.get();
    if (event == null) {
      throw new IllegalStateException(
          "no method of a service runs here: ask in the method itself, and keep the answer for its"
              + " callbacks");
    }
    return new CurrentCall(event, Clock.current());
  }

  /**
   * The name of the guest that calls, as the configuration has it; behind a point the number of its
   * instance where there are several. Of a guest on another node it is the node's name. Empty where
   * the host does not say.
   */
  public String caller() {
    return caller;
  }

  /**
   * The client from outside for whom the host makes this call. Empty when a guest calls, and when
   * it is the host's own code.
   */
  public Optional<Client> client() {
    return Optional.ofNullable(client);
  }

  /**
   * The id of the calling guest's host, in hexadecimal digits: another one each time that the guest
   * is started.
   */
  public String callerHost() {
    return Hexadecimal.print(callerHost.high()) + Hexadecimal.print(callerHost.low());
  }

  /**
   * How long the caller waits from now on for the answer; zero when it has given up. Empty where
   * the host does not say.
   */
  public Optional<Duration> remaining() {
    return hasDeadline
        ? Optional.of(Duration.ofNanos(Math.max(0, deadline - clock.nanoTime())))
        : Optional.empty();
  }

  /**
   * What the caller says under this name beside the request: another guest with {@link
   * RemoteService#with}, or code of the host, a test for instance. It goes no further by itself:
   * hand it on with {@code remote.with(call.headers())}.
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** All that the caller says so, by its names. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }
}
