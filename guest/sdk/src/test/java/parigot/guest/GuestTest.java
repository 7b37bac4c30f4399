package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import log.v1.LogLevel;
import org.junit.jupiter.api.Test;

/** The life of a guest from its start to its end, with the real kernel. */
class GuestTest {
  private static final ServiceName ECHO = ServiceName.of("test.v1", "echo");

  private final OneThread application = new OneThread();
  private final List<String> seen = new ArrayList<>();

  private static Service empty(ServiceName name) {
    return Service.of(name).methodWithoutBoth("Ping", Future::done).build();
  }

  @Test
  void aMainEndsTheApplicationWithItsCode() {
    PlainGuest main = application.main(Guest.named("main").main(guest -> Future.of(7)));
    application.start();
    assertThat(main.code()).hasValue(7);
    assertThat(application.endedWith()).hasValue(7);
    assertThat(main.log()).isEmpty();
  }

  @Test
  void aMainThatFailsSaysWhyAndEndsWithOne() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .main(guest -> Future.failed(new IllegalStateException("no more tea"))));
    application.start();
    assertThat(application.endedWith()).hasValue(1);
    assertThat(main.log())
        .containsExactly("main failed: java.lang.IllegalStateException: no more tea");
  }

  @Test
  void aMainThatThrowsSaysWhyAndEndsWithOne() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .main(
                    guest -> {
                      throw new IllegalStateException("no more tea");
                    }));
    application.start();
    assertThat(application.endedWith()).hasValue(1);
    assertThat(main.log()).hasSize(1);
  }

  @Test
  void aGuestIsReadyWhenWhatItRequiresRunsAndMainComesAfterReady() {
    application.server(Guest.named("echo").export(empty(ECHO)).ready(this::sayLaunched));
    application.main(
        Guest.named("main")
            .require(ECHO)
            .ready(
                guest -> {
                  seen.add("ready");
                  return guest.locate(ECHO).map(found -> null);
                })
            .main(
                guest -> {
                  seen.add("main");
                  return Future.of(0);
                }));
    application.start();
    assertThat(seen).containsExactly("launched", "ready", "main");
    assertThat(application.endedWith()).hasValue(0);
  }

  private Future<Void> sayLaunched(Guest guest) {
    seen.add("launched");
    return Future.done();
  }

  @Test
  void aRefusedReadyEndsTheGuestWithOne() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .ready(guest -> Future.failed(new IllegalStateException("no database")))
                .main(
                    guest -> {
                      seen.add("main");
                      return Future.of(0);
                    }));
    application.start();
    assertThat(main.code()).hasValue(1);
    assertThat(main.log())
        .containsExactly(
            "main is not ready and ends: java.lang.IllegalStateException: no database");
    assertThat(seen).isEmpty();
  }

  @Test
  void aReadyThatThrowsEndsTheGuestWithOne() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .ready(
                    guest -> {
                      throw new IllegalStateException("no database");
                    }));
    application.start();
    assertThat(main.code()).hasValue(1);
  }

  @Test
  void guestsThatWaitForEachOtherEndWithOne() {
    ServiceName other = ServiceName.of("test.v1", "other");
    PlainGuest one = application.server(Guest.named("one").export(empty(ECHO)).require(other));
    PlainGuest two = application.server(Guest.named("two").export(empty(other)).require(ECHO));
    application.start();
    assertThat(one.code()).hasValue(1);
    assertThat(two.code()).hasValue(1);
    assertThat(one.log()).singleElement().asString().contains("DependencyCycle");
  }

  @Test
  void theFirstExitCounts() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .main(
                    guest -> {
                      guest.exit(3);
                      guest.exit(4);
                      return Future.of(5);
                    }));
    application.start();
    assertThat(main.code()).hasValue(3);
  }

  @Test
  void aServerMayEndTheWholeApplication() {
    PlainGuest other = application.server(Guest.named("other").export(empty(ECHO)));
    PlainGuest server =
        application.server(
            Guest.named("server")
                .ready(
                    guest -> {
                      guest.exitAll(9);
                      return Future.done();
                    }));
    application.start();
    assertThat(other.code()).hasValue(9);
    assertThat(server.code()).hasValue(9);
    assertThat(application.endedWith()).hasValue(9);
  }

  @Test
  void argumentsAndEnvironmentAreThoseOfTheHost() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .main(
                    guest -> {
                      seen.addAll(guest.arguments());
                      seen.add(guest.environment().get("COLOUR"));
                      seen.add(guest.zone().getId());
                      return Future.of(0);
                    }));
    main.arguments.addAll(List.of("a", "b c"));
    main.environment.put("COLOUR", "blue");
    main.environment.put("TZ", "Europe/Berlin");
    application.start();
    assertThat(seen).containsExactly("a", "b c", "blue", "Europe/Berlin");
  }

  @Test
  void theZoneIsUtcUnlessTheHostSaysOtherwise() {
    application.main(
        Guest.named("main")
            .main(
                guest -> {
                  assertThat(guest.zone()).isEqualTo(ZoneId.of("UTC"));
                  return Future.of(0);
                }));
    application.start();
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void timeIsTheHosts() {
    List<Instant> times = new ArrayList<>();
    application.server(
        Guest.named("server")
            .ready(
                guest -> {
                  times.add(guest.now());
                  guest.after(Duration.ofMillis(1500), () -> times.add(guest.now()));
                  return Future.done();
                }));
    application.start().pass(Duration.ofSeconds(2));
    assertThat(times).containsExactly(Instant.EPOCH, Instant.ofEpochSecond(1, 500_000_000));
  }

  @Test
  void randomNumbersDifferFromGeneratorToGenerator() {
    List<Random> generators = new ArrayList<>();
    application.main(
        Guest.named("main")
            .main(
                guest -> {
                  generators.add(guest.random());
                  generators.add(guest.random());
                  return Future.of(0);
                }));
    application.start();
    assertThat(generators.get(0).nextLong()).isNotEqualTo(generators.get(1).nextLong());
  }

  @Test
  void aTimerHappensOnceAndOneThatRepeatsGoesOnUntilItIsCancelled() {
    AtomicInteger once = new AtomicInteger();
    AtomicInteger often = new AtomicInteger();
    List<Timer> repeating = new ArrayList<>();
    PlainGuest server =
        application.server(
            Guest.named("server")
                .ready(
                    guest -> {
                      guest.after(Duration.ofMillis(10), once::incrementAndGet);
                      repeating.add(guest.every(Duration.ofMillis(10), often::incrementAndGet));
                      return Future.done();
                    }));
    application.start().pass(Duration.ofMillis(105));
    assertThat(once).hasValue(1);
    assertThat(often).hasValue(10);
    repeating.get(0).cancel();
    application.pass(Duration.ofMillis(100));
    assertThat(often).hasValue(10);
    assertThat(server.waiting()).isZero();
  }

  @Test
  void aCancelledTimerDoesNotHappen() {
    PlainGuest server =
        application.server(
            Guest.named("server")
                .ready(
                    guest -> {
                      Timer timer = guest.after(Duration.ofMillis(10), () -> seen.add("happened"));
                      timer.cancel();
                      timer.cancel();
                      return Future.done();
                    }));
    application.start().pass(Duration.ofSeconds(1));
    assertThat(seen).isEmpty();
    assertThat(server.waiting()).isZero();
  }

  @Test
  void aTimerThatThrowsIsLoggedAndARepeatingOneGoesOn() {
    AtomicInteger often = new AtomicInteger();
    PlainGuest server =
        application.server(
            Guest.named("server")
                .ready(
                    guest -> {
                      guest.every(
                          Duration.ofMillis(10),
                          () -> {
                            often.incrementAndGet();
                            throw new IllegalStateException("broken spring");
                          });
                      return Future.done();
                    }));
    application.start().pass(Duration.ofMillis(30));
    assertThat(often).hasValue(3);
    assertThat(server.log())
        .hasSize(3)
        .allMatch(line -> line.endsWith("java.lang.IllegalStateException: broken spring"));
  }

  @Test
  void aPeriodMustBePositive() {
    application.main(
        Guest.named("main")
            .main(
                guest -> {
                  assertThatThrownBy(() -> guest.every(Duration.ZERO, () -> {}))
                      .isInstanceOf(IllegalArgumentException.class);
                  return Future.of(0);
                }));
    application.start();
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void theLogHasLevelTimeAndFields() {
    PlainGuest main =
        application.main(
            Guest.named("main")
                .main(
                    guest -> {
                      Logger log = guest.log().with("cart", 12);
                      log.fatal("fatal");
                      log.error("error", new IllegalStateException("no", new Exception("tea")));
                      log.warning("warning", "left", 3, "of", 4);
                      log.info("info", "odd");
                      guest.log().info("text", "a", "b c", "d", "", "e", "f=\"g\\");
                      guest.log().debug("debug");
                      return Future.of(0);
                    }));
    application.start();
    assertThat(main.log())
        .containsExactly(
            "fatal cart=12",
            "error: java.lang.IllegalStateException: no, because of java.lang.Exception: tea"
                + " cart=12",
            "warning cart=12 left=3 of=4",
            "info cart=12 odd",
            "text a=\"b c\" d=\"\" e=\"f=\\\"g\\\\\"",
            "debug");
    assertThat(main.logged.stream().map(line -> line.getLevel()))
        .containsExactly(
            LogLevel.LOG_LEVEL_FATAL,
            LogLevel.LOG_LEVEL_ERROR,
            LogLevel.LOG_LEVEL_WARNING,
            LogLevel.LOG_LEVEL_INFO,
            LogLevel.LOG_LEVEL_INFO,
            LogLevel.LOG_LEVEL_DEBUG);
    assertThat(main.logged.get(0).hasStamp()).isTrue();
  }

  @Test
  void anEnvironmentWithoutTheHostsIdIsRefused() {
    PlainGuest main = application.main(Guest.named("main").main(guest -> Future.of(0)));
    main.environment.put("HOSTID_LOW", "xyz");
    assertThatThrownBy(main::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the environment variable HOSTID_LOW is xyz, expected 1 to 16 hex digits");
  }

  @Test
  void aGuestCannotBeStartedOnAPlainVirtualMachine() {
    assertThatThrownBy(() -> Guest.named("hello").start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("./parigot run");
  }
}
