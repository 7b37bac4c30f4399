package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.runtime.guest.Recorder;
import parigot.runtime.testing.RecordedLog;
import parigot.runtime.testing.Within;

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
  void whatIsInMemoryIsWrittenWhenSomebodyAsksAndTheGuestGoesOn() throws Exception {
    try (Application application =
        new Recorded(folder)
            .settings("parigot.record.ring = 64 KiB")
            .guest("echo", "server", "reactor", SERVICE)
            .start()) {
      Within.limit(application.launched());
      call(application, 400);
      Recorder.Dump first =
          application.dumpRecording(Optional.empty(), Optional.empty()).orElseThrow();
      call(application, 3);
      Recorder.Dump second =
          application.dumpRecording(Optional.of("echo"), Optional.empty()).orElseThrow();

      assertThat(first.folder()).isEqualTo(folder.resolve("dump-1"));
      assertThat(second.folder()).isEqualTo(folder.resolve("dump-2"));
      assertThat(first.files()).containsOnlyKeys("echo");
      assertThat(application.dumpRecording(Optional.of("none"), Optional.empty()).orElseThrow())
          .matches(dump -> dump.files().isEmpty());
      ReplayReport early = Recorded.replay(first.folder(), false).get(0);
      ReplayReport late = Recorded.replay(second.folder(), false).get(0);
      for (ReplayReport each : List.of(early, late)) {
        assertThat(each.difference()).isEmpty();
        assertThat(each.ending()).isEqualTo("lives on");
        assertThat(each.hashes()).isBetween(20L, 350L);
      }
      assertThat(late.events()).isEqualTo(early.events() + 3).isGreaterThan(400);
    }
  }

  @Test
  void whatIsWrittenAsItComesIsWrittenUpToWhereSomebodyAsks() throws Exception {
    try (Application application =
        new Recorded(folder).guest("echo", "server", "loop", SERVICE).start()) {
      Within.limit(application.launched());
      call(application, 20);

      Recorder.Dump dump =
          application.dumpRecording(Optional.empty(), Optional.empty()).orElseThrow();

      assertThat(dump.folder()).isEqualTo(folder);
      ReplayReport replayed = Recorded.replay(dump.folder(), false).get(0);
      assertThat(replayed.life().file()).isEqualTo(dump.files().get("echo"));
      assertThat(replayed.difference()).isEmpty();
      assertThat(replayed.events()).isGreaterThanOrEqualTo(20);
    }
  }

  private static void call(Application application, int times) {
    StringValue text = StringValue.of("x".repeat(300));
    for (int i = 0; i < times; i++) {
      assertThat(Within.limit(application.call("echo.v1", "echo", "Echo", text, StringValue.class)))
          .isEqualTo(text);
    }
  }

  @Test
  void aGuestThatReadsItsEventsItselfIsReplayedFromItsStart() throws Exception {
    Recorded recorded =
        recorded("call Echo 300 20", "expect-call-error Trap 10 1", "exit 0")
            .guest("echo", "server", "loop", SERVICE);
    assertThat(recorded.run()).isZero();

    ReplayReport echo = recorded.replay().get(0);
    assertThat(echo.difference()).isEmpty();
    assertThat(echo.ending()).contains("trapped");
    assertThat(echo.hashes()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void aGuestThatReadsItsEventsItselfIsGivenUpWhenTheRingHasNoRoomForAllOfThem() throws Exception {
    try (RecordedLog log = new RecordedLog()) {
      Recorded recorded =
          recorded("call Echo 300 400", "expect-call-error Trap 10 1", "exit 0")
              .guest("echo", "server", "loop", SERVICE);
      assertThat(recorded.run()).isZero();

      log.awaitPart("nothing is recorded of it until it is started again");
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(file -> file.toString().endsWith(".life"))).isEmpty();
      }
    }
  }
}
