package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.inspect.Started.guest;
import static parigot.inspect.Started.launched;
import static parigot.inspect.Started.one;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.v1.host.CallTraffic;
import parigot.v1.host.DurationCounts;
import parigot.v1.host.GuestTraffic;
import parigot.v1.host.OutcomeTraffic;
import parigot.v1.host.TrafficReport;

/** What an operator is told of what an application has counted. */
@Timeout(60)
class TrafficTest {
  private static TrafficReport traffic() throws Exception {
    TrafficReport.Builder traffic = TrafficReport.newBuilder();
    one().get("/v1/traffic", traffic);
    return traffic.build();
  }

  @Test
  void callsAndEventsAreToldAsTheyWere() throws Exception {
    String service = guest("b", "register b", "export b.v1 b", "bind Echo echo", "launch");
    try (Application application = launched(service)) {
      assertThat(traffic().getCallsList()).isEmpty();
      StringValue text = StringValue.of("a text of some bytes");
      for (int i = 0; i < 20; i++) {
        application
            .call("b.v1", "b", "Echo", text, StringValue.class)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
      }

      TrafficReport traffic = traffic();

      assertThat(traffic.getUptimeSeconds()).isPositive();
      assertThat(traffic.getCallsCount()).isOne();
      CallTraffic calls = traffic.getCalls(0);
      assertThat(calls.getCaller()).isEqualTo("host.calls");
      assertThat(calls.getService()).isEqualTo("b.v1.b");
      assertThat(calls.getMethod()).isEqualTo("Echo");
      assertThat(calls.getRequestBytes()).isEqualTo(20L * Any.pack(text).getSerializedSize());
      assertThat(calls.getResponseBytes()).isEqualTo(calls.getRequestBytes());
      assertThat(calls.getOutcomesList()).extracting(OutcomeTraffic::getOutcome).containsOnly("ok");
      DurationCounts took = calls.getOutcomes(0).getDurations();
      assertThat(took.getCount()).isEqualTo(20);
      assertThat(took.getBucketsList().stream().mapToLong(Long::longValue).sum()).isEqualTo(20);
      assertThat(took.getP50Seconds()).isBetween(0.0, took.getP99Seconds());
      assertThat(took.getP99Seconds()).isLessThanOrEqualTo(2 * took.getTotalSeconds());
      GuestTraffic guest = traffic.getGuests(0);
      assertThat(guest.getGuest()).isEqualTo("b");
      assertThat(guest.getEvents().getCount()).isGreaterThanOrEqualTo(20);
      assertThat(guest.getMemory()).isPositive();
    }
  }
}
