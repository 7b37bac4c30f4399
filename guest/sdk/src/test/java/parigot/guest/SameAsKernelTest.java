package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import parigot.message.Bytes;
import parigot.message.wellknown.BytesValue;
import parigot.message.wellknown.Int32Value;
import stall.v1.StallErr;

/** What a guest sees in a {@link TestGuest} is what it sees with the real kernel. */
class SameAsKernelTest {
  private static final ServiceName ECHO = ServiceName.of("test.v1", "echo");
  private static final int STEPS = 40;
  private static final int TOO_LARGE = 5 << 20;

  /** What there is around the guests. */
  private interface World extends AutoCloseable {
    void start(Guest.Builder program);

    void pass(Duration time);

    @Override
    default void close() {}
  }

  private static World kernel() {
    OneThread application = new OneThread();
    return new World() {
      private final List<PlainGuest> guests = new ArrayList<>();

      @Override
      public void start(Guest.Builder program) {
        guests.add(application.server(program));
        if (guests.size() == 2) {
          application.start();
        }
      }

      @Override
      public void pass(Duration time) {
        application.pump();
        application.pass(time);
      }
    };
  }

  private static World test() {
    TestGuest test = TestGuest.open().quiet();
    return new World() {
      @Override
      public void start(Guest.Builder program) {
        test.start(program);
      }

      @Override
      public void pass(Duration time) {
        test.pass(time);
      }

      @Override
      public void close() {
        test.close();
      }
    };
  }

  /** A service that does all that a service can do to a call. */
  private static final class Echo {
    private Guest guest;

    private Service service() {
      return Service.of(ECHO)
          .errors(StallErr::forNumber)
          .method("Double", Int32Value.parser(), n -> Future.of(number(2 * n.getValue())))
          .method("Late", Int32Value.parser(), this::late)
          .method("Never", Int32Value.parser(), n -> new Promise<Int32Value>().future())
          .method(
              "Fail",
              Int32Value.parser(),
              n -> {
                throw StallErr.SoldOut.exception("no " + n.getValue());
              })
          .method(
              "Break",
              Int32Value.parser(),
              n -> {
                throw new IllegalStateException("broken");
              })
          .method("Nothing", Int32Value.parser(), n -> (Future<Int32Value>) null)
          .method("NotMade", Int32Value.parser(), n -> Future.failed(notMade().forCaller()))
          .method(
              "Unknown",
              Int32Value.parser(),
              n ->
                  Future.failed(
                      new OutcomeUnknownException(
                          "unknown", syscall.v1.KernelErr.ExecError, List.of())))
          .method("Large", Int32Value.parser(), n -> Future.of(bytes(TOO_LARGE)))
          .method("Take", BytesValue.parser(), b -> Future.of(number(b.getValue().size())))
          .methodWithoutRequest("Answer", () -> Future.of(number(42)))
          .methodWithoutResponse("Swallow", Int32Value.parser(), n -> Future.done())
          .methodWithoutBoth("Ping", Future::done)
          .build();
    }

    private Future<Int32Value> late(Int32Value millis) {
      Promise<Int32Value> promise = new Promise<>();
      Timer unusedTimer =
          guest.after(Duration.ofMillis(millis.getValue()), () -> promise.complete(millis));
      return promise.future();
    }

    private static CallNotMadeException notMade() {
      return new CallNotMadeException("not made", syscall.v1.KernelErr.WriteTimeout);
    }
  }

  private static Int32Value number(int value) {
    return Int32Value.newBuilder().setValue(value).build();
  }

  private static BytesValue bytes(int size) {
    return BytesValue.newBuilder().setValue(Bytes.of(new byte[size])).build();
  }

  /** What a client sees of random calls, in the order in which it sees it. */
  private static List<String> seen(World world, long seed) {
    List<String> seen = new ArrayList<>();
    List<Guest> clients = new ArrayList<>();
    Echo echo = new Echo();
    try (world) {
      world.start(
          Guest.named("echo")
              .export(echo.service())
              .ready(
                  guest -> {
                    echo.guest = guest;
                    return Future.done();
                  }));
      world.start(
          Guest.named("client")
              .require(ECHO)
              .ready(
                  guest -> {
                    clients.add(guest);
                    return Future.done();
                  }));
      world.pass(Duration.ZERO);
      RemoteService remote = clients.get(0).remote(ECHO);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < STEPS; i++) {
        call(i, remote, random, seen);
        if (random.nextBoolean()) {
          world.pass(Duration.ofMillis(random.nextInt(1500)));
        }
      }
      world.pass(Duration.ofSeconds(10));
    }
    return seen;
  }

  private static void call(
      int number, RemoteService remote, SplittableRandom random, List<String> seen) {
    RemoteService patient =
        random.nextInt(4) == 0
            ? remote.within(Duration.ofMillis(1 + random.nextInt(2500)))
            : remote;
    List<String> methods = List.copyOf(new java.util.TreeSet<>(remote.methods()));
    String method = methods.get(random.nextInt(methods.size()));
    Int32Value request = number(random.nextInt(4000));
    Future<?> answer =
        switch (method) {
          case "Answer" ->
              patient.callWithoutRequest(method, StallErr::forNumber, Int32Value.parser());
          case "Swallow" -> patient.callWithoutResponse(method, StallErr::forNumber, request);
          case "Ping" -> patient.callWithoutBoth(method, StallErr::forNumber);
          case "Take" ->
              patient.call(
                  method,
                  StallErr::forNumber,
                  bytes(random.nextInt(3) == 0 ? TOO_LARGE : 5000),
                  Int32Value.parser());
          default -> patient.call(method, StallErr::forNumber, request, Int32Value.parser());
        };
    Future<?> unusedCallback =
        answer.onComplete(
            (value, error) ->
                seen.add(
                    "%d %s at %d: %s"
                        .formatted(
                            number,
                            method,
                            Clock.current().nanoTime(),
                            error == null ? value : described(error))));
  }

  /** The sentence is the host's own; what it is about is not. */
  private static String described(Throwable error) {
    if (error instanceof CallNotMadeException notMade) {
      return "not made, " + notMade.reason();
    }
    if (error instanceof OutcomeUnknownException unknown) {
      return "unknown, " + unknown.reason();
    }
    return error.toString();
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void aClientSeesTheSameOfItsCalls(@ForAll long seed) {
    assertThat(seen(test(), seed)).isEqualTo(seen(kernel(), seed)).hasSize(STEPS);
  }
}
