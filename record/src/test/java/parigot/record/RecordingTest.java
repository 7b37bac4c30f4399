package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.actors.Application;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;

/** What is recorded of scripted guests is enough to run them again, each alone. */
@Timeout(60)
class RecordingTest {
  private static final String[] SERVICE = {
    "register echo", "export echo.v1 echo", "bind Echo", "bind Slow delay 1000", "launch"
  };
  private static final String[] CLIENT = {
    "register client",
    "require echo.v1 echo",
    "launch",
    "locate echo.v1 echo",
    "calls Echo 300 20",
    "call Slow 10 2",
    "grow 3",
    "timer 1000",
    "call Echo 300 20",
    "print done",
    "exit 3"
  };

  @TempDir Path folder;

  private Recorded recorded() {
    return new Recorded(folder);
  }

  private static ReplayReport of(String label, List<ReplayReport> reports) {
    return reports.stream()
        .filter(report -> report.life().head().getLabel().equals(label))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static void assertSame(List<ReplayReport> reports) {
    assertThat(reports)
        .allSatisfy(
            report -> {
              assertThat(report.difference()).as(report.life().shown()).isEmpty();
              assertThat(report.tornAt()).isEmpty();
              assertThat(report.hashes())
                  .as("one after each event")
                  .isGreaterThanOrEqualTo(report.events());
              assertThat(report.events()).isPositive();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"reactor", "loop", "loop-alloc"})
  void aGuestComesToTheSameMemoryAfterEachEvent(String kind) throws Exception {
    Recorded recorded =
        recorded().guest("echo", "server", kind, SERVICE).guest("client", "main", kind, CLIENT);
    assertThat(recorded.run()).isEqualTo(3);

    List<ReplayReport> replayed = recorded.replay();
    assertSame(replayed);
    if (!kind.equals("loop-alloc")) {
      assertSame(recorded.interpret());
    }
    assertThat(of("client", replayed).ending()).isEqualTo("exited with code 3");
    assertThat(of("echo", replayed).events()).isGreaterThan(42);
    assertThat(of("echo", replayed).ending())
        .isEqualTo(kind.equals("reactor") ? "lives on" : "ended: it was ended from outside");
  }

  @Test
  void aGuestInGoComesToTheSameMemoryAfterEachEvent() throws Exception {
    Recorded recorded =
        recorded()
            .guest("caller", "main", "classic", "client")
            .guest("classic", "server", "classic", "service");
    assertThat(recorded.run()).isEqualTo(3);

    assertSame(recorded.replay());
  }

  @Test
  void eachLifeHasARecordingAndARunNeverWritesOverAnother() throws Exception {
    Recorded recorded =
        recorded()
            .settings("parigot.guest-defaults.restart-backoff { min = 1 ms, max = 1 ms }")
            .guest(
                "echo",
                "server",
                "reactor",
                "register echo",
                "export echo.v1 echo",
                "bind Echo",
                "bind Trap trap",
                "launch")
            .guest(
                "client",
                "main",
                "reactor",
                "register client",
                "require echo.v1 echo",
                "launch",
                "locate echo.v1 echo",
                "call Echo 4 2",
                "expect-call-error Trap 4 1",
                "exit 0");
    assertThat(recorded.run()).isZero();
    assertThat(recorded.run()).isZero();

    List<ReplayReport> replayed = recorded.replay();
    assertThat(replayed).allMatch(ReplayReport::isSame);
    Set<String> runs =
        replayed.stream()
            .map(report -> report.life().file().getParent().getFileName().toString())
            .collect(Collectors.toSet());
    assertThat(runs).containsExactlyInAnyOrder("run-1", "run-2");
    assertThat(replayed.stream().filter(report -> report.ending().contains("trapped")))
        .allMatch(report -> report.life().head().getLabel().equals("echo"))
        .hasSize(2);
  }

  /** The scripted guest traps when it cannot write. */
  @ParameterizedTest
  @CsvSource({"Say, trapped", "Deep, too deep", "Loop, from outside"})
  void whatAGuestWasRefusedAndWhatEndedItIsPartOfTheRecording(String method, String ending)
      throws Exception {
    Recorded recorded =
        recorded()
            .settings(
                "parigot.guest-defaults { output-limit = 1 KiB, method-limit = 300 ms, method-warn"
                    + " = 200 ms }")
            .guest(
                "echo",
                "server",
                "reactor",
                "register echo",
                "export echo.v1 echo",
                "bind Loop loop",
                "bind Deep recurse",
                "bind Say print " + "x".repeat(700),
                "launch")
            .settings("parigot.guests.echo.restart = never")
            .guest(
                "client",
                "main",
                "reactor",
                "register client",
                "require echo.v1 echo",
                "launch",
                "locate echo.v1 echo",
                "call Say 4 1",
                "expect-call-error %s 4 1".formatted(method),
                "exit 0");
    assertThat(recorded.run()).isZero();

    List<ReplayReport> replayed = recorded.replay();
    assertThat(replayed).allMatch(ReplayReport::isSame);
    assertThat(of("echo", replayed).ending()).contains(ending);
  }

  @Test
  void aReplayTellsWhereAGuestFirstDoesSomethingElse() throws Exception {
    Recorded recorded =
        recorded()
            .guest("echo", "server", "reactor", SERVICE)
            .guest("client", "main", "reactor", CLIENT);
    assertThat(recorded.run()).isEqualTo(3);
    LifeFile echo = of("echo", recorded.replay()).life();
    byte[] bytes = Files.readAllBytes(echo.file());

    try (LifeReader reader = LifeReader.open(echo.file())) {
      Frames changed = new Frames();
      changed.begin();
      changed.add(reader.head());
      int events = 0;
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        boolean isSkipped = entry.get().hasEvent() && ++events == 30;
        if (!isSkipped) {
          changed.add(entry.get());
        }
      }
      try (var channel =
          Files.newByteChannel(echo.file(), Set.of(java.nio.file.StandardOpenOption.WRITE))) {
        changed.writeTo(channel);
        channel.truncate(changed.size());
      }
    }

    ReplayReport replayed = of("echo", recorded.replay());
    assertThat(replayed.difference().orElseThrow().event()).isBetween(29L, 30L);
    assertThat(Files.size(echo.file())).isLessThan(bytes.length);
  }

  @Test
  void aRecordingThatIsTornIsReplayedUpToTheTear() throws Exception {
    Recorded recorded =
        recorded()
            .guest("echo", "server", "reactor", SERVICE)
            .guest("client", "main", "reactor", CLIENT);
    assertThat(recorded.run()).isEqualTo(3);
    ReplayReport whole = of("client", recorded.replay());
    byte[] bytes = Files.readAllBytes(whole.life().file());
    int[] lengths = {bytes.length - 3, bytes.length / 2, bytes.length / 3};
    for (int length : lengths) {
      Files.write(whole.life().file(), java.util.Arrays.copyOf(bytes, length));

      ReplayReport torn = of("client", recorded.replay());
      assertThat(torn.difference()).isEmpty();
      assertThat(torn.tornAt().orElseThrow()).isLessThanOrEqualTo(length);
      assertThat(torn.events()).isBetween(1L, whole.events());
      assertThat(torn.ending()).isEqualTo("lives on");
    }

    Files.write(whole.life().file(), java.util.Arrays.copyOf(bytes, 20));
    assertThat(RecordingFolder.open(folder).torn())
        .singleElement()
        .asString()
        .endsWith("is torn before anything was recorded.");
    assertThat(recorded.replay())
        .extracting(report -> report.life().head().getLabel())
        .containsExactly("echo");
    Files.delete(of("echo", recorded.replay()).life().file());
    Files.write(whole.life().file(), new byte[0]);
    assertThatThrownBy(recorded::replay)
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("is torn before anything was recorded");
  }

  @Test
  void onlyTheGuestsThatAreNamedAreRecorded() throws Exception {
    Recorded recorded =
        recorded()
            .settings("parigot.record.guests = [echo]")
            .guest("echo", "server", "reactor", SERVICE)
            .guest("client", "main", "reactor", CLIENT);
    assertThat(recorded.run()).isEqualTo(3);

    assertThat(RecordingFolder.open(folder).lives())
        .extracting(life -> life.head().getLabel())
        .containsExactly("echo");
  }

  @Test
  void whatCannotBeRecordedIsSaidBeforeAnyGuestRuns() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () -> new Recorded(file).guest("echo", "server", "reactor", SERVICE).start().close())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("parigot.record.directory: nothing can be written into " + file);
    assertThatThrownBy(
            () ->
                recorded()
                    .settings("parigot.record.guests = [ecko]")
                    .guest("echo", "server", "reactor", SERVICE)
                    .start()
                    .close())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("parigot.record.guests")
        .hasMessageContaining("did you mean echo?");
  }

  @Test
  void aGuestThatStillRunsIsReadableSoFar() throws Exception {
    try (Application application = recorded().guest("echo", "server", "reactor", SERVICE).start()) {
      Within.limit(application.launched());
      for (int i = 0; i < 5; i++) {
        StringValue answer =
            Within.limit(
                application.call(
                    "echo.v1", "echo", "Echo", StringValue.of("text"), StringValue.class));
        assertThat(answer.getValue()).isEqualTo("text");
      }
    }
    assertThat(of("echo", recorded().replay()).events()).isEqualTo(6);
    assertThat(ConfigFactory.load().getInt("parigot.record.state-hash")).isPositive();
  }
}
