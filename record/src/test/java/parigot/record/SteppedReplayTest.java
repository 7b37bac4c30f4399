package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorded life is run again event by event, forth and back. */
@Timeout(60)
class SteppedReplayTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private LifeFile recorded(String guest, String kind) throws RecordingException {
    int code =
        new Recorded(folder)
            .settings("parigot.guest-defaults.restart = never")
            .guest(
                "echo",
                "server",
                kind,
                "register echo",
                "export echo.v1 echo",
                "bind Echo",
                "bind Trap trap",
                "launch")
            .guest(
                "client",
                "main",
                kind,
                "register client",
                "require echo.v1 echo",
                "launch",
                "locate echo.v1 echo",
                "call Echo 20 10",
                "print half",
                "call Echo 20 10",
                "expect-call-error Trap 4 1",
                "exit 3")
            .run();
    assertThat(code).isEqualTo(3);
    return RecordingFolder.open(folder).lives().stream()
        .filter(life -> life.isOf(guest))
        .findFirst()
        .orElseThrow();
  }

  private Replayer replayer() throws RecordingException {
    return Replayer.compiling(RecordingFolder.open(folder), Optional.of(Recorded.CACHE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reactor", "loop"})
  void itGoesForthAndBackAndToTheEnd(String kind) throws Exception {
    LifeFile client = recorded("client", kind);
    try (Replayer replayer = replayer();
        SteppedReplay replay = replayer.stepped(client)) {
      assertThat(replay.recordedEnding()).isEqualTo("exited with code 3");
      assertThat(replay.stopBefore(Until.END)).isEqualTo(replay.last()).isGreaterThan(20);
      assertThat(replay.stopBefore(Until.of("7"))).isEqualTo(8);
      assertThatThrownBy(() -> replay.stopBefore(Until.of("9999")))
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("the recording does not go so far");

      for (int next : new int[] {9, 10, 4, 3, (int) replay.last(), 1}) {
        replay.goTo(next);
        assertThat(replay.await(LONG)).isEqualTo(SteppedReplay.Place.BETWEEN_EVENTS);
        assertThat(replay.event()).isEqualTo(next - 1);
        assertThat(replay.next())
            .hasSizeLessThanOrEqualTo(1)
            .allMatch(step -> step.kind() != Step.Kind.LINE);
      }
      replay.goTo(10);
      assertThat(replay.await(LONG)).isEqualTo(SteppedReplay.Place.BETWEEN_EVENTS);
      assertThat(replay.next().get(0).what()).isEqualTo("Echo");
      assertThat(replay.said()).as("the answer to one call, and the next call").hasSize(2);
      assertThat(replay.said()).isEmpty();

      replay.goToTheEnd();
      assertThat(replay.await(LONG)).isEqualTo(SteppedReplay.Place.AT_THE_END);
      ReplayReport report = replay.report().orElseThrow();
      assertThat(report.difference()).isEmpty();
      assertThat(report.ending()).isEqualTo("exited with code 3");
      assertThat(report.hashes()).isGreaterThanOrEqualTo(replay.last() - 1);
    }
  }

  @Test
  void itStopsBeforeTheEventInWhichAGuestFailed() throws Exception {
    LifeFile echo = recorded("echo", "reactor");
    assertThat(SteppedReplay.hasFailed(echo)).isTrue();
    try (Replayer replayer = replayer();
        SteppedReplay replay = replayer.stepped(echo)) {
      replay.goTo(replay.stopBefore(Until.END));
      assertThat(replay.await(LONG)).isEqualTo(SteppedReplay.Place.BETWEEN_EVENTS);
      assertThat(replay.next().get(0).what()).isEqualTo("Trap");
      replay.goTo(replay.last() + 1);
      assertThat(replay.await(LONG)).isEqualTo(SteppedReplay.Place.AT_THE_END);
      assertThat(replay.report().orElseThrow().ending()).contains("trapped");
    }
  }
}
