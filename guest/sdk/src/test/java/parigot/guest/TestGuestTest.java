package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parigot.message.wellknown.StringValue;
import stall.v1.OrderRequest;
import stall.v1.PriceRequest;
import stall.v1.PriceResponse;
import stall.v1.Stall;
import stall.v1.StallErr;
import stall.v1.StockResponse;
import syscall.v1.KernelErr;

/** Unit tests of guests, without an application. */
class TestGuestTest {
  private static final PriceRequest PEAR = PriceRequest.newBuilder().setArticle("pear").build();
  private static final PriceResponse CHEAP = PriceResponse.newBuilder().setCents(80).build();
  private static final PriceResponse DEAR = PriceResponse.newBuilder().setCents(140).build();

  @Test
  void aFakeAnswersAndKeepsItsRequests() {
    try (TestGuest test = TestGuest.open()) {
      Fake<Stall> stall = test.fake(Stall.class);
      stall.on(Stall::price).answer(CHEAP);
      stall.on(Stall::order).answer(null);
      stall
          .on(Stall::stock)
          .answerWith(nothing -> StockResponse.newBuilder().addArticle("pear").build());
      stall.on(Stall::close).answer(null);
      Stall client = Stall.client(test.guest());
      OrderRequest order = OrderRequest.newBuilder().setArticle("pear").setCount(3).build();

      Future<PriceResponse> price = client.price(PEAR);
      assertThat(price.isDone()).isFalse();
      assertThat(test.await(price)).isEqualTo(CHEAP);
      assertThat(test.await(client.order(order))).isNull();
      assertThat(test.await(client.stock()).getArticleList()).containsExactly("pear");
      assertThat(test.await(client.close())).isNull();

      assertThat(stall.on(Stall::price).requests()).containsExactly(PEAR);
      assertThat(stall.on(Stall::order).requests()).containsExactly(order);
      assertThat(stall.on(Stall::stock).requests()).hasSize(1);
    }
  }

  @Test
  void aFakeFailsWithAnErrorOfItsServiceOnceAndThenAnswers() {
    try (TestGuest test = TestGuest.open()) {
      Fake<Stall> stall = test.fake(Stall.class);
      stall.on(Stall::price).once().fail(StallErr.SoldOut);
      stall.on(Stall::price).once().answer(DEAR);
      stall.on(Stall::price).answer(CHEAP);
      Stall client = Stall.client(test.guest());

      assertThatThrownBy(() -> test.await(client.price(PEAR)))
          .isInstanceOfSatisfying(
              ServiceException.class, error -> assertThat(error.is(StallErr.SoldOut)).isTrue());
      assertThat(test.await(client.price(PEAR))).isEqualTo(DEAR);
      assertThat(test.await(client.price(PEAR))).isEqualTo(CHEAP);
      assertThat(test.await(client.price(PEAR))).isEqualTo(CHEAP);
    }
  }

  @Test
  void aFakeTakesItsTimeOrNeverAnswersAndTheTestMovesTheTime() {
    try (TestGuest test = TestGuest.open().at(Instant.parse("2026-03-01T12:00:00Z"))) {
      Fake<Stall> stall = test.fake(Stall.class);
      stall.on(Stall::price).after(Duration.ofSeconds(2)).answer(CHEAP);
      stall.on(Stall::stock).neverAnswer();
      Stall client = Stall.client(test.guest());

      Future<PriceResponse> price = client.price(PEAR);
      test.pass(Duration.ofMillis(1999));
      assertThat(price.isDone()).isFalse();
      test.pass(Duration.ofMillis(1));
      assertThat(price.value()).isEqualTo(CHEAP);
      assertThat(test.guest().now()).isEqualTo("2026-03-01T12:00:02Z");

      Future<StockResponse> stock = client.stock();
      assertThatThrownBy(() -> test.await(stock))
          .isInstanceOfSatisfying(
              OutcomeUnknownException.class,
              error -> {
                assertThat(error.reason()).isEqualTo(KernelErr.RunTimeout);
                assertThat(error.chain()).containsExactly("test -> stall.Stock");
              })
          .hasMessageContaining("within 2500 ms");
      assertThat(test.guest().now()).isEqualTo("2026-03-01T12:00:04.500Z");

      Stall hasty = Stall.client(test.guest().remote(Stall.NAME).within(Duration.ofMillis(10)));
      assertThat(test.awaitError(hasty.stock())).isInstanceOf(OutcomeUnknownException.class);
      assertThat(test.guest().now()).isEqualTo("2026-03-01T12:00:04.510Z");
    }
  }

  @Test
  void aFakeThatEndsLosesItsCalls() {
    try (TestGuest test = TestGuest.open()) {
      Fake<Stall> stall = test.fake(Stall.class);
      stall.on(Stall::price).neverAnswer();
      Stall client = Stall.client(test.guest());
      Future<PriceResponse> price = client.price(PEAR);
      test.runUntilIdle();
      stall.stop();
      assertThat(price.error())
          .get()
          .isInstanceOfSatisfying(
              OutcomeUnknownException.class,
              error -> assertThat(error.reason()).isEqualTo(KernelErr.NetworkConnectionLost));
      assertThat(test.awaitError(client.price(PEAR))).isInstanceOf(CallNotMadeException.class);
      assertThatThrownBy(() -> Stall.client(test.guest()))
          .isInstanceOf(CallNotMadeException.class)
          .hasMessageContaining("nobody that runs exports stall.v1.stall");
    }
  }

  @Test
  void aFakeThatWasNotToldWhatToAnswerFailsTheTest() {
    TestGuest test = TestGuest.open();
    Fake<Stall> unusedFake = test.fake(Stall.class);
    assertThat(test.awaitError(Stall.client(test.guest()).price(PEAR)))
        .isInstanceOfSatisfying(
            ServiceException.class, error -> assertThat(error.is(StallErr.DispatchError)).isTrue());
    assertThat(test.log()).singleElement().asString().contains("was not told what to do on price");
    assertThatThrownBy(test::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("fake of Stall was not told what to do on price")
        .hasMessageContaining("pear");
  }

  @Test
  void aFakeIsOfAnInterfaceThatWasGeneratedAndOfItsMethods() {
    try (TestGuest test = TestGuest.open()) {
      assertThatThrownBy(() -> test.fake(Runnable.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("java.lang.Runnable is not the public interface");
      Fake<Stall> stall = test.fake(Stall.class);
      assertThatThrownBy(() -> stall.on(service -> Future.done()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a method of the service, as Stall::method");
    }
  }

  /** Sells at the price of a stall, and closes it in the evening. */
  private static final class Trader {
    private final Guest guest;
    private final Stall stall;

    private Trader(Guest guest, Stall stall) {
      this.guest = guest;
      this.stall = stall;
    }

    private Future<String> offer(String article) {
      return stall
          .price(PriceRequest.newBuilder().setArticle(article).build())
          .map(price -> guest.arguments().get(0) + " " + price.getCents())
          .recover(error -> "none, at " + guest.now());
    }

    private void closeIn(Duration time) {
      Timer unusedTimer =
          guest.after(time, () -> stall.close().onSuccess(closed -> guest.log().info("closed")));
    }
  }

  @Test
  void whatIsHandedAGuestHasTimeArgumentsRandomNumbersTimersAndALog() {
    try (TestGuest test =
        TestGuest.open(7).arguments("EUR", "x").environment("TZ", "Europe/Berlin")) {
      Fake<Stall> stall = test.fake(Stall.class);
      stall.on(Stall::price).once().answer(CHEAP);
      stall.on(Stall::price).fail(StallErr.SoldOut);
      stall.on(Stall::close).answer(null);
      Trader trader = new Trader(test.guest(), Stall.client(test.guest()));

      assertThat(test.await(trader.offer("pear"))).isEqualTo("EUR 80");
      assertThat(test.await(trader.offer("pear"))).isEqualTo("none, at 2000-01-01T00:00:00Z");
      trader.closeIn(Duration.ofHours(5));
      test.pass(Duration.ofHours(4));
      assertThat(stall.on(Stall::close).requests()).isEmpty();
      test.pass(Duration.ofHours(1));
      assertThat(test.log()).containsExactly("test INFO closed");
      assertThat(test.guest().zone().getId()).isEqualTo("Europe/Berlin");
    }
  }

  private static long anyNumber(long seed) {
    try (TestGuest test = TestGuest.open(seed)) {
      long number = test.guest().random().nextLong();
      assertThat(test.guest().random().nextLong()).isNotEqualTo(number);
      return number;
    }
  }

  @Test
  void randomNumbersAreThoseOfTheSeed() {
    assertThat(anyNumber(7)).isEqualTo(anyNumber(7)).isNotEqualTo(anyNumber(8));
  }

  /** The whole of a guest: it must be able to find its stall, and serves as one itself. */
  private static final class TraderGuest {
    private static void main() {
      Guest.named("trader")
          .require(Stall.NAME)
          .export(
              Service.of(ServiceName.of("trader.v1", "trader"))
                  .method("Echo", StringValue.parser(), Future::of)
                  .build())
          .ready(guest -> Stall.client(guest).stock().thenDone())
          .start();
    }
  }

  @Test
  void aGuestRunsFromItsMainAndServes() {
    ServiceName name = ServiceName.of("trader.v1", "trader");
    try (TestGuest test = TestGuest.open()) {
      Fake<Stall> stall = test.fake(Stall.class);
      stall.on(Stall::stock).answer(StockResponse.getDefaultInstance());
      TestGuest.Started trader = test.start(TraderGuest::main);
      StringValue hello = StringValue.newBuilder().setValue("hello").build();
      Future<StringValue> echo =
          test.guest().remote(name).call("Echo", StallErr::forNumber, hello, StringValue.parser());
      assertThat(test.await(echo)).isEqualTo(hello);
      assertThat(trader.exitCode()).isEmpty();
      assertThat(stall.on(Stall::stock).requests()).hasSize(1);
    }
  }

  @Test
  void aGuestWithAMainEndsWithItsCode() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(
          Service.of(Stall.NAME)
              .errors(StallErr::forNumber)
              .method("Price", PriceRequest.parser(), request -> Future.of(DEAR))
              .build());
      TestGuest.Started buyer =
          test.start(
              Guest.named("buyer")
                  .require(Stall.NAME)
                  .main(
                      guest ->
                          Stall.client(guest)
                              .price(PEAR)
                              .map(price -> price.getCents() > 100 ? 3 : 0)));
      assertThat(buyer.exitCode()).hasValue(3);
    }
  }

  @Test
  void aGuestFindsWhatItRequiredAndNothingElse() {
    try (TestGuest test = TestGuest.open()) {
      Fake<Stall> unusedFake = test.fake(Stall.class);
      List<String> seen = new ArrayList<>();
      TestGuest.Started stranger =
          test.start(
              Guest.named("stranger")
                  .main(
                      guest -> {
                        seen.add(guest.locate(Stall.NAME).error().orElseThrow().getMessage());
                        return Future.of(0);
                      }));
      assertThat(stranger.exitCode()).hasValue(0);
      assertThat(seen).singleElement().asString().contains("was not required");
    }
  }

  @Test
  void whatCannotComeIsToldByName() {
    try (TestGuest test = TestGuest.open()) {
      TestGuest.Started waiting = test.start(Guest.named("waiting").require(Stall.NAME));
      assertThat(waiting.exitCode()).isEmpty();
      assertThatThrownBy(() -> test.await(new Promise<Void>().future()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "nothing is left that could complete it: waiting requires stall.v1.stall, and nobody"
                  + " provides it");
    }
  }

  @Test
  void aTestThatIsClosedLeavesNoClockAndNoHost() {
    TestGuest.open().close();
    assertThat(Host.current()).isNull();
    assertThatThrownBy(Clock::current).isInstanceOf(IllegalStateException.class);
  }
}
