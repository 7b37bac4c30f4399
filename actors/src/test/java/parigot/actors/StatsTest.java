package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.Durations;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** What a running application counts. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StatsTest {
  private static Map<CallOutcome, Long> counts(
      ApplicationStats stats, String caller, String method) {
    CallStats calls =
        stats.kernel().calls().stream()
            .filter(each -> each.caller().equals(caller) && each.method().equals(method))
            .findFirst()
            .orElseThrow();
    assertThat(calls.service()).isEqualTo("greeting.v1.greeting");
    return calls.durations().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, its -> its.getValue().count()));
  }

  private static Durations events(ApplicationStats stats, String guest) {
    return stats.guests().stream()
        .filter(each -> each.plan().label().equals(guest))
        .findFirst()
        .orElseThrow()
        .events();
  }

  @ParameterizedTest
  @MethodSource("parigot.actors.Shapes#pairs")
  void callsAndEventsAreCountedAsManyAsThereWere(GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", callee, "Echo", "Fail error 4")
            .client(
                "hello",
                caller,
                "greeting",
                "calls Echo 100 500",
                "expect-call-error Fail 3 4",
                "start-call Echo 3",
                "await-calls")) {
      application.start();
      application.awaitPrinted("answered");
      assertThat(application.echo("greeting", "Echo", "from the host")).isNotEmpty();

      ApplicationStats stats = application.application().stats();

      assertThat(counts(stats, "hello", "Echo")).isEqualTo(Map.of(CallOutcome.OK, 501L));
      assertThat(counts(stats, "hello", "Fail")).isEqualTo(Map.of(CallOutcome.ERROR, 1L));
      assertThat(counts(stats, HostCalls.NAME, "Echo")).isEqualTo(Map.of(CallOutcome.OK, 1L));
      // Its start, its launch and each call; the last may not have come to its end.
      assertThat(events(stats, "greeting").count()).isBetween(504L, 505L);
      assertThat(events(stats, "greeting").total()).isPositive();
      assertThat(stats.kernel().refused()).isEmpty();
    }
  }

  @Test
  void whatALinkCarriesIsCountedOnBothEnds() {
    TestApplication described =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Echo")
            .client("hello", GuestShape.REACTOR, "greeting", "call Echo 1000 50", "exit 0");
    try (TestNodes nodes =
        new TestNodes(described, "a", "b")
            .place("hello", "nodes = [a]")
            .place("greeting", "nodes = [b]")) {
      nodes.startAll();
      assertThat(nodes.code()).isZero();

      LinkTraffic here = nodes.on("a").stats().links().get(0);

      assertThat(here.node()).isEqualTo("b");
      assertThat(here.sessions()).isOne();
      assertThat(here.sent()).isGreaterThan(50);
      assertThat(here.sentBytes()).isGreaterThan(50_000);
      assertThat(here.received()).isGreaterThan(50);
      assertThat(here.receivedBytes()).isGreaterThan(50_000);
    }
  }

  @Test
  void restartsOfAGuestDoNotBeginItsCountsAnew() throws Exception {
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.REACTOR, "Echo").launched()) {
      application.echo("greeting", "Echo", "one");
      long before = events(application.application().stats(), "greeting").count();
      Within.limit(application.application().replace("greeting"));
      application.echo("greeting", "Echo", "two");

      ApplicationStats stats = application.application().stats();

      assertThat(counts(stats, HostCalls.NAME, "Echo")).isEqualTo(Map.of(CallOutcome.OK, 2L));
      assertThat(events(stats, "greeting").count()).isGreaterThan(before);
      assertThat(stats.guests().get(0).restarts()).isOne();
    }
  }
}
