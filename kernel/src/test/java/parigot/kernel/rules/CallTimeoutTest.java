package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.kernel.CallTimeouts;
import parigot.kernel.GuestKind;
import parigot.kernel.Id;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;

/** How long a call may wait: what it says itself, or its service, its callee or the application. */
class CallTimeoutTest {
  private static final Duration OF_ALL = TestApplication.SETTINGS.callTimeout();

  private final TestApplication application = new TestApplication();

  private TestGuest server(CallTimeouts timeouts, String... names) {
    TestGuest server =
        application.admit(TestApplication.spec("slow", GuestKind.SERVER).with(timeouts));
    application.start();
    Id service = server.register("slow");
    server.bind(service, "Do");
    server.export(service, names);
    server.launch(service);
    server.next();
    return server;
  }

  private TestGuest caller(CallTimeouts timeouts) {
    return application.admit(TestApplication.spec("caller", GuestKind.MAIN).with(timeouts));
  }

  private static CallTimeouts toGuest(Duration timeout) {
    return new CallTimeouts(false, Optional.of(timeout), Map.of());
  }

  private void assertEndsAfter(Duration timeout, TestGuest caller, long ownMillis) {
    TestGuest.Target target = caller.find("slow.v1.slow");
    caller.dispatch(target, "", ownMillis);
    application.pass(timeout.minusNanos(1));
    assertThat(caller.poke()).isEmpty();

    application.pass(Duration.ofNanos(1));

    CallFailure failure = caller.next().getResolved().getFailure();
    assertThat(failure.getReason()).isEqualTo(KernelErr.RunTimeout);
    assertThat(failure.getDetail())
        .startsWith("slow.Do did not answer within %d ms:".formatted(timeout.toMillis()));
    assertThat(failure.getMayHaveRun()).isTrue();
  }

  @Test
  void aCallWaitsAsLongAsItsCalleesConfigurationSays() {
    TestGuest unused = server(toGuest(Duration.ofSeconds(30)), "slow.v1.slow");

    assertEndsAfter(Duration.ofSeconds(30), caller(CallTimeouts.PATIENT), 0);
  }

  @Test
  void aCallWaitsAsLongAsItSaysItself() {
    TestGuest unused = server(toGuest(Duration.ofSeconds(30)), "slow.v1.slow");
    TestGuest caller = caller(CallTimeouts.PATIENT);

    assertEndsAfter(Duration.ofMillis(1), caller, 1);
    assertEndsAfter(Duration.ofMinutes(10), caller, Duration.ofMinutes(10).toMillis());
  }

  @ParameterizedTest
  @CsvSource({"7000, 7000", "60000, 30000"})
  void aCallThatSaysAtMostHeedsTheConfigurationToo(long mostMillis, long expectedMillis) {
    TestGuest unused = server(toGuest(Duration.ofSeconds(30)), "slow.v1.slow");
    TestGuest caller = caller(CallTimeouts.PATIENT);
    caller.dispatchWithin(caller.find("slow.v1.slow"), mostMillis);
    application.pass(Duration.ofMillis(expectedMillis).minusNanos(1));
    assertThat(caller.poke()).isEmpty();

    application.pass(Duration.ofNanos(1));

    assertThat(caller.next().getResolved().getFailure().getReason())
        .isEqualTo(KernelErr.RunTimeout);
  }

  @Test
  void noCallWaitsForMoreThanAnHour() {
    TestGuest unused = server(CallTimeouts.OF_THE_APPLICATION, "slow.v1.slow");

    assertEndsAfter(Duration.ofHours(1), caller(CallTimeouts.PATIENT), 0xFFFF_FFFFL);
  }

  @ParameterizedTest
  @CsvSource({
    "slow.v1.slow, 7",
    "slow.v1.*, 7",
    "*, 7",
    "slow.v1.other, 7",
    "slow.v1.slow2, 30",
    "slow.v, 30"
  })
  void theTimeOfAServiceGoesBeforeThatOfItsGuest(String pattern, int seconds) {
    CallTimeouts timeouts =
        new CallTimeouts(
            false,
            Optional.of(Duration.ofSeconds(30)),
            Map.of(pattern, Duration.ofSeconds(7), "else.v1.e", Duration.ofMillis(1)));
    TestGuest unused = server(timeouts, "slow.v1.slow", "slow.v1.other");

    assertEndsAfter(Duration.ofSeconds(seconds), caller(CallTimeouts.PATIENT), 0);
  }

  @Test
  void theLongestOfTheTimesThatMatchCounts() {
    CallTimeouts timeouts =
        new CallTimeouts(
            false,
            Optional.empty(),
            Map.of("slow.v1.*", Duration.ofSeconds(3), "slow.v1.slow", Duration.ofSeconds(9)));
    TestGuest unused = server(timeouts, "slow.v1.other", "slow.v1.slow");

    assertEndsAfter(Duration.ofSeconds(9), caller(CallTimeouts.PATIENT), 0);
  }

  @Test
  void aGuestThatForgetsItsCallsIsToldInTime() {
    TestGuest unused = server(toGuest(Duration.ofSeconds(30)), "slow.v1.slow");
    TestGuest caller = caller(CallTimeouts.OF_THE_APPLICATION);

    assertEndsAfter(OF_ALL, caller, 0);
    assertEndsAfter(OF_ALL, caller, 10_000);
    assertEndsAfter(Duration.ofMillis(100), caller, 100);
  }

  @Test
  void anAnswerWithinTheLongerTimeArrives() {
    TestGuest server = server(toGuest(Duration.ofSeconds(30)), "slow.v1.slow");
    TestGuest caller = caller(CallTimeouts.PATIENT);
    caller.dispatch(caller.find("slow.v1.slow"), "");
    Id call = server.nextCall();
    application.pass(Duration.ofSeconds(29));

    server.answer(call, "late");

    assertThat(caller.next().getResolved().getResult()).isEqualTo(TestGuest.any("late"));
    application.pass(Duration.ofSeconds(2));
    assertThat(caller.poke()).isEmpty();
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-1S", "PT1H0.001S"})
  void aTimeOutIsMoreThanNoneAndAtMostAnHour(Duration wrong) {
    assertThatThrownBy(() -> toGuest(wrong)).hasMessageContaining("expected more than none");
    assertThatThrownBy(
            () -> new CallTimeouts(false, Optional.empty(), Map.of("slow.v1.slow", wrong)))
        .hasMessageContaining("slow.v1.slow");
  }

  @Property(tries = 300)
  void whateverTheTimesCallsEndInTheirOrder(@ForAll long seed) {
    new CallTimeoutTest().callsEndInTheirOrder(new SplittableRandom(seed));
  }

  private void callsEndInTheirOrder(SplittableRandom random) {
    TestGuest server = server(CallTimeouts.OF_THE_APPLICATION, "slow.v1.slow");
    TestGuest caller = caller(CallTimeouts.PATIENT);
    TestGuest.Target target = caller.find("slow.v1.slow");
    Map<Id, Long> ends = new HashMap<>();
    List<Id> served = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      long millis = random.nextBoolean() ? 0 : random.nextLong(1, 6_000);
      Id call = caller.dispatch(target, "", millis);
      long timeout = millis == 0 ? OF_ALL.toNanos() : Duration.ofMillis(millis).toNanos();
      ends.put(call, application.now() + timeout);
      if (random.nextInt(3) == 0) {
        Optional<ReadOneResponse> event = server.poke();
        event
            .filter(ReadOneResponse::hasParamOrResult)
            .ifPresent(given -> served.add(Id.of(given.getBundle().getCallId())));
      }
      if (!served.isEmpty() && random.nextInt(4) == 0) {
        Id answered = served.remove(random.nextInt(served.size()));
        if (ends.containsKey(answered)) {
          server.answer(answered, "");
          ends.remove(Id.of(caller.next().getResolved().getCallId()));
          assertThat(ends).doesNotContainKey(answered);
        }
      }
      application.pass(Duration.ofMillis(random.nextInt(200)));
      long now = application.now();
      for (Optional<ReadOneResponse> event = caller.poke();
          event.isPresent();
          event = caller.poke()) {
        Id over = Id.of(event.get().getResolved().getCallId());
        assertThat(ends.remove(over)).isNotNull().isLessThanOrEqualTo(now);
      }
      assertThat(ends.values()).allMatch(end -> end > now);
      assertThat(application.kernel.calls(now)).hasSize(ends.size());
    }
  }
}
