package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.testing.RecordedLog;

/** The last of what crossed into a guest is kept in memory, and written when it fails. */
@Timeout(60)
class RingTest {
  private static final String[] SERVICE = {
    "register echo",
    "export echo.v1 echo",
    "bind Echo",
    "bind Grow grow 2",
    "bind Trap trap",
    "launch"
  };

  @TempDir Path folder;

  private Recorded recorded(String... calls) {
    return new Recorded(folder)
        .settings("parigot { record.ring = 64 KiB, guest-defaults.restart = never }")
        .guest("echo", "server", "reactor", SERVICE)
        .guest(
            "client",
            "main",
            "reactor",
            Stream.concat(
                    Stream.of(
                        "register client", "require echo.v1 echo", "launch", "locate echo.v1 echo"),
                    Stream.of(calls))
                .toArray(String[]::new));
  }

  @Test
  void aGuestThatFailsIsReplayedFromWhatItWasSomeEventsBefore() throws Exception {
    Recorded recorded =
        recorded(
            "call Grow 10",
            "call Echo 300 400",
            "expect-call-error Trap 10 1",
            "print done",
            "exit 0");
    assertThat(recorded.run()).isZero();

    List<ReplayReport> replayed = recorded.replay();
    assertThat(replayed).hasSize(1);
    ReplayReport echo = replayed.get(0);
    assertThat(echo.life().head().getLabel()).isEqualTo("echo");
    assertThat(echo.difference()).isEmpty();
    assertThat(echo.ending()).contains("trapped");
    assertThat(echo.events()).as("the number of the last event").isEqualTo(403);
    assertThat(echo.hashes()).as("of the last events alone").isBetween(20L, 350L);
    assertThat(Files.size(echo.life().file())).isLessThan(700_000);
    assertThat(recorded.interpret()).allMatch(ReplayReport::isSame);
  }

  @Test
  void nothingIsWrittenOfGuestsThatDoNotFail() throws Exception {
    assertThat(recorded("call Echo 300 50", "exit 0").run()).isZero();

    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".life"))).isEmpty();
    }
  }

  @Test
  void aGuestThatReadsItsEventsItselfIsToldOf() throws Exception {
    try (RecordedLog log = new RecordedLog()) {
      assertThat(
              new Recorded(folder)
                  .settings("parigot.record.ring = 64 KiB")
                  .guest("m", "main", "loop", "register m", "launch", "exit 0")
                  .run())
          .isZero();
      log.awaitPart("m is not recorded: only a guest that is entered for each event");
    }
  }
}
