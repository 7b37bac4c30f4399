package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parigot.message.wellknown.Int32Value;
import stall.v1.PriceRequest;
import stall.v1.PriceResponse;
import stall.v1.Stall;
import stall.v1.StallErr;

/** What a service knows of its calls. */
class CurrentCallTest {
  private static final ServiceName WATCHED = ServiceName.of("test.v1", "watched");

  private final List<CurrentCall> calls = new ArrayList<>();

  private Service service() {
    return Service.of(WATCHED)
        .method(
            "See",
            Int32Value.parser(),
            request -> {
              calls.add(CurrentCall.get());
              return Future.of(request);
            })
        .build();
  }

  private static Future<Int32Value> see(RemoteService watched) {
    Int32Value request = Int32Value.getDefaultInstance();
    return watched.call("See", StallErr::forNumber, request, Int32Value.parser());
  }

  @Test
  void aServiceKnowsWhoCallsAndHowLongTheCallerWaits() {
    OneThread application = new OneThread();
    List<RemoteService> watched = new ArrayList<>();
    PlainGuest unusedServer = application.server(Guest.named("s").export(service()));
    PlainGuest client =
        application.server(
            Guest.named("c")
                .require(WATCHED)
                .ready(
                    guest -> {
                      watched.add(guest.remote(WATCHED));
                      return Future.done();
                    }));
    application.start();
    Future<Int32Value> first = see(watched.get(0));
    application.pump();
    RemoteService asAda = watched.get(0).within(Duration.ofMillis(700)).with("user", "ada");
    Future<Int32Value> second = see(asAda);
    application.pump();
    assertThat(first.isDone()).isTrue();
    assertThat(second.isDone()).isTrue();

    assertThat(calls.get(0).caller()).isEqualTo("server2");
    assertThat(calls.get(0).callerHost())
        .isEqualTo("%016x%016x".formatted(client.id.high(), client.id.low()));
    assertThat(calls.get(0).remaining()).hasValue(Duration.ofMillis(2500));
    assertThat(calls.get(1).remaining()).hasValue(Duration.ofMillis(700));
    assertThat(calls.get(0).headers()).isEmpty();
    assertThat(calls.get(1).headers()).isEqualTo(Map.of("user", "ada"));
    application.pass(Duration.ofMillis(500));
    assertThat(calls.get(1).remaining()).hasValue(Duration.ofMillis(200));
    application.pass(Duration.ofMillis(500));
    assertThat(calls.get(1).remaining()).hasValue(Duration.ZERO);
  }

  @Test
  void itKnowsTheSameInAUnitTest() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(service());
      test.await(see(test.guest().remote(WATCHED)));
      assertThat(calls.get(0).caller()).isEqualTo("test");
      assertThat(calls.get(0).callerHost()).hasSize(32).startsWith("68");
      assertThat(calls.get(0).remaining()).hasValue(Duration.ofMillis(2500));
    }
  }

  /** Of a CallContext in a bundle of an event; each is shorter than 128 bytes. */
  private static byte[] eventWith(String address, String certificate) {
    ByteArrayOutputStream client = new ByteArrayOutputStream();
    field(client, 1, address.getBytes(StandardCharsets.UTF_8));
    if (!certificate.isEmpty()) {
      field(client, 2, certificate.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream context = new ByteArrayOutputStream();
    field(context, 4, client.toByteArray());
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    bundle.write(((100 << 3) & 0x7f) | 2 | 0x80);
    bundle.write(100 >> 4);
    bundle.write(context.size());
    bundle.writeBytes(context.toByteArray());
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    field(event, 2, bundle.toByteArray());
    return event.toByteArray();
  }

  private static void field(ByteArrayOutputStream to, int number, byte[] content) {
    to.write(number << 3 | 2);
    to.write(content.length);
    to.writeBytes(content);
  }

  @Test
  void theClientForWhomTheHostCallsIsKnown() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(service());
      test.await(see(test.guest().remote(WATCHED)));
      assertThat(calls.get(0).client()).isEmpty();

      CurrentCall.set(Event.read(eventWith("192.0.2.7", "")));
      assertThat(CurrentCall.get().client()).hasValue(new Client("192.0.2.7", Optional.empty()));
      CurrentCall.set(Event.read(eventWith("2001:db8::7", "ada.example")));
      assertThat(CurrentCall.get().client())
          .hasValue(new Client("2001:db8::7", Optional.of("ada.example")));
    } finally {
      CurrentCall.set(null);
    }
  }

  @Test
  void headersOfACallAreReadByWhoIsCalled() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(service());
      RemoteService watched = test.guest().remote(WATCHED);
      test.await(see(watched));
      RemoteService asAda = watched.with("user", "ada").with("trace", "1").with("user", "Ada ü");
      test.await(see(asAda.within(Duration.ofSeconds(1))));
      test.await(see(watched.with(calls.get(1).headers())));

      assertThat(calls.get(0).headers()).isEmpty();
      assertThat(calls.get(1).headers()).isEqualTo(Map.of("user", "Ada ü", "trace", "1"));
      assertThat(calls.get(1).remaining()).hasValue(Duration.ofSeconds(1));
      assertThat(calls.get(2).header("user")).hasValue("Ada ü");
      assertThat(calls.get(2).header("other")).isEmpty();
      assertThatThrownBy(() -> watched.with("user", "a".repeat(4085)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the headers of a call have 4097 bytes, and 4096 are the most");
    }
  }

  @Test
  void aFakeSeesTheCallToo() {
    try (TestGuest test = TestGuest.open()) {
      Fake<Stall> stall = test.fake(Stall.class);
      List<String> callers = new ArrayList<>();
      stall
          .on(Stall::price)
          .answerWith(
              request -> {
                callers.add(CurrentCall.get().caller());
                return PriceResponse.getDefaultInstance();
              });
      test.await(Stall.client(test.guest()).price(PriceRequest.getDefaultInstance()));
      assertThat(callers).containsExactly("test");
    }
  }

  @Test
  void outsideOfAMethodThereIsNone() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(service());
      test.await(see(test.guest().remote(WATCHED)));
      assertThatThrownBy(CurrentCall::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ask in the method itself");
    }
  }
}
