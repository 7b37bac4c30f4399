package parigot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import parigot.message.wellknown.Any;
import parigot.message.wellknown.Duration;
import parigot.message.wellknown.Timestamp;
import protosupport.v1.IdRaw;

class WellKnownTest {
  private static final IdRaw ID = IdRaw.newBuilder().setHigh(1).setLow(2).build();

  @Test
  void anAnyGivesBackTheMessageThatItWraps() {
    Any any = Any.pack(ID);

    assertThat(any.getTypeUrl()).isEqualTo("type.googleapis.com/protosupport.v1.IdRaw");
    assertThat(any.is("protosupport.v1.IdRaw")).isTrue();
    assertThat(any.unpack(IdRaw.parser(), "protosupport.v1.IdRaw")).isEqualTo(ID);
  }

  @Test
  void anAnyOfAnotherMessageIsRefused() {
    assertThatThrownBy(() -> Any.pack(ID).unpack(Any.parser(), "google.protobuf.Any"))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("Not a google.protobuf.Any but a type.googleapis.com/protosupport.v1.IdRaw.");
  }

  @Test
  void timesAreThoseOfJava() {
    Instant instant = Instant.parse("1969-12-31T23:59:58.000000001Z");
    java.time.Duration duration = java.time.Duration.ofMillis(-1500);

    assertThat(Timestamp.of(instant).toInstant()).isEqualTo(instant);
    assertThat(Timestamp.of(instant).getSeconds()).isEqualTo(-2);
    assertThat(Duration.of(duration).toDuration()).isEqualTo(duration);
    // The sign of a protobuf duration's nanoseconds is that of its seconds.
    assertThat(Duration.of(duration))
        .isEqualTo(Duration.newBuilder().setSeconds(-1).setNanos(-500_000_000).build());
  }
}
