package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import parigot.actors.Application;
import parigot.kernel.ServiceName;

/**
 * Guests that call guests through the kernel. The calling guest times its own calls, from before
 * the system call until the answer has been compared.
 */
final class GuestLines implements CallLines {
  private static final int AT_ONCE = 1;
  private static final String TESTS_OF_SDK = "guest/sdk-tests";

  private final Application application;
  private final List<ServiceName> callers;
  private final int bytes;

  /** Callers that run already. */
  GuestLines(Application application, int bytes, int lines) {
    this(
        application,
        bytes,
        IntStream.range(0, lines)
            .mapToObj(line -> new ServiceName("bench.v1", "caller" + line))
            .toList());
  }

  private GuestLines(Application application, int bytes, List<ServiceName> callers) {
    this.application = application;
    this.bytes = bytes;
    this.callers = callers;
  }

  static GuestLines open(String module, int bytes, int lines) {
    return open(module, bytes, lines, 0);
  }

  /** The same, with so many other services that do nothing. */
  static GuestLines open(String module, int bytes, int lines, int beside) {
    return open(new GuestApplication(), module, bytes, lines, beside);
  }

  /** The same, in an application that can be looked at. */
  static GuestLines inspected(String module, int bytes, int lines) {
    return open(new GuestApplication().set("parigot.inspect = on"), module, bytes, lines, 0);
  }

  /** The same, in an application with one more setting. */
  static GuestLines set(String setting, String module, int bytes, int lines) {
    return open(new GuestApplication().set(setting), module, bytes, lines, 0);
  }

  private static GuestLines open(
      GuestApplication guests, String module, int bytes, int lines, int beside) {
    guests.set("parigot.launch-timeout = 100 s");
    if (beside > 0) {
      guests.guest("idle", module, "echo", "idle").set("parigot.guests.idle.instances = " + beside);
    }
    for (int line = 0; line < lines; line++) {
      guests.guest("echo" + line, module, "echo", "echo" + line);
      guests.guest("caller" + line, module, "call", "caller" + line, "echo" + line);
    }
    return new GuestLines(GuestApplication.launch(guests.config()), bytes, lines);
  }

  /**
   * One guest that fetches greetings of the example's service.
   *
   * @param engine what the service is run by: wasm or jvm
   */
  static GuestLines greeting(String engine) {
    GuestApplication guests =
        ofCheckout(new GuestApplication(), "greeting", Checkout.greeting(), engine)
            .guest("caller0", "calls-reactor.wasm", "greet", "caller0", "greeting");
    return new GuestLines(GuestApplication.launch(guests.config()), Long.BYTES, 1);
  }

  /**
   * A guest in Java that calls another.
   *
   * @param engine what both are run by: wasm or jvm
   */
  static GuestLines java(String engine) {
    // A batch of calls is a call too, and the first ones take a hundred times as long.
    GuestApplication guests =
        new GuestApplication().set("parigot.guests.caller.call-timeout = 1 minute");
    ofCheckout(guests, "probe", Checkout.module(TESTS_OF_SDK, "probe"), engine);
    ofCheckout(guests, "caller", callerInJava(), engine);
    return new GuestLines(
        GuestApplication.launch(guests.config()),
        Long.BYTES,
        List.of(new ServiceName("figures.v1", "caller")));
  }

  /** The guest in Java that calls another; the launcher builds it. */
  static Path callerInJava() {
    return Checkout.module(TESTS_OF_SDK, "caller");
  }

  private static GuestApplication ofCheckout(
      GuestApplication guests, String name, Path module, String engine) {
    return guests
        .set(
            "parigot.guests.%s.wasm = %s"
                .formatted(name, GuestApplication.quoted(module.toAbsolutePath().toString())))
        .set("parigot.guests.%s.engine = %s".formatted(name, engine));
  }

  @Override
  public int[] run(int callsEach) {
    BytesValue order = BytesValue.of(ByteString.copyFrom(order(callsEach)));
    List<CompletableFuture<BytesValue>> reports = new ArrayList<>(callers.size());
    for (ServiceName caller : callers) {
      reports.add(
          application
              .call(caller.packagePath(), caller.service(), "Run", order, BytesValue.class)
              .toCompletableFuture());
    }
    reports.forEach(CompletableFuture::join);
    return nanos(reports.get(0).join());
  }

  private byte[] order(int calls) {
    return ByteBuffer.allocate(3 * Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(calls)
        .putInt(bytes)
        .putInt(AT_ONCE)
        .array();
  }

  /** What a calling guest reports. */
  static int[] nanos(BytesValue report) {
    int[] nanos = new int[report.getValue().size() / Integer.BYTES];
    report
        .getValue()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(nanos);
    return nanos;
  }

  @Override
  public int lines() {
    return callers.size();
  }

  @Override
  public void close() {
    application.close();
  }
}
