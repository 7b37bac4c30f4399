package parigot.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import log.v1.Log;
import log.v1.LogLevel;
import log.v1.LogRequest;
import org.junit.jupiter.api.Test;
import parigot.guest.Future;
import parigot.message.wellknown.Timestamp;

class StampedLogTest {
  private final List<LogRequest> logged = new ArrayList<>();
  private final Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Log log =
      new StampedLog(
          request -> {
            logged.add(request);
            return Future.done();
          },
          () -> now);

  @Test
  void anEventWithoutTimeAndLevelGetsBoth() {
    log.log(LogRequest.newBuilder().setMessage("hello").build());
    assertThat(logged.get(0).getStamp().toInstant()).isEqualTo(now);
    assertThat(logged.get(0).getLevel()).isEqualTo(LogLevel.LOG_LEVEL_INFO);
    assertThat(logged.get(0).getMessage()).isEqualTo("hello");
  }

  @Test
  void whatAGuestSaysOfItsEventStays() {
    LogRequest event =
        LogRequest.newBuilder()
            .setMessage("hello")
            .setStamp(Timestamp.of(now.minusSeconds(9)))
            .setLevel(LogLevel.LOG_LEVEL_DEBUG)
            .build();
    log.log(event);
    assertThat(logged).containsExactly(event);
  }
}
