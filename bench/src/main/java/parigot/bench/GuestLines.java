package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import parigot.actors.Application;

/**
 * Guests that call guests through the kernel. The calling guest times its own calls, from before
 * the system call until the answer has been compared.
 */
final class GuestLines implements CallLines {
  private static final int AT_ONCE = 1;

  private final Application application;
  private final int bytes;
  private final int lines;

  /** Callers that run already. */
  GuestLines(Application application, int bytes, int lines) {
    this.application = application;
    this.bytes = bytes;
    this.lines = lines;
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
        new GuestApplication()
            .set(
                "parigot.guests.greeting.wasm = "
                    + GuestApplication.quoted(Checkout.greeting().toAbsolutePath().toString()))
            .set("parigot.guests.greeting.engine = " + engine)
            .guest("caller0", "calls-reactor.wasm", "greet", "caller0", "greeting");
    return new GuestLines(GuestApplication.launch(guests.config()), Long.BYTES, 1);
  }

  @Override
  public int[] run(int callsEach) {
    BytesValue order = BytesValue.of(ByteString.copyFrom(order(callsEach)));
    List<CompletableFuture<BytesValue>> reports = new ArrayList<>(lines);
    for (int line = 0; line < lines; line++) {
      reports.add(
          application
              .call("bench.v1", "caller" + line, "Run", order, BytesValue.class)
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
    return lines;
  }

  @Override
  public void close() {
    application.close();
  }
}
