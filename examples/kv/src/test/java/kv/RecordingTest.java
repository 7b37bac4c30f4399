package kv;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.record.LifeFile;
import parigot.record.RecordingFolder;
import parigot.record.ReplayReport;
import parigot.record.Replayer;

/** Guests whose plugin has a database are run again without either. */
@Timeout(60)
class RecordingTest {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "parigot").toAbsolutePath();

  @TempDir Path folder;

  private void record() throws Exception {
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseString(
                    "parigot { plugins.nutsdb { root = \"%s\", timeout = 2 s }, record { directory = \"%s\", state-hash = 1 } }"
                        .formatted(folder.resolve("databases"), folder.resolve("recording")))
                .withFallback(ConfigFactory.parseFile(new File("application.conf"))));
    try (Application application = Parigot.start(config)) {
      assertThat(application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void eachGuestComesToTheSameMemoryAfterEachEvent() throws Exception {
    record();

    RecordingFolder recordings = RecordingFolder.open(folder.resolve("recording"));
    assertThat(recordings.lives())
        .extracting(life -> life.head().getLabel())
        .containsExactlyInAnyOrder("counter", "nutsdb");
    try (Replayer compiling = Replayer.compiling(recordings, Optional.of(CACHE));
        Replayer interpreting = Replayer.interpreting(recordings)) {
      for (LifeFile life : recordings.lives()) {
        assertSame(compiling.replay(life));
        assertSame(interpreting.replay(life));
      }
    }
  }

  private static void assertSame(ReplayReport report) {
    assertThat(report.difference()).as(report.life().shown()).isEmpty();
    assertThat(report.events()).isGreaterThan(2);
    assertThat(report.hashes()).isGreaterThanOrEqualTo(report.events());
  }
}
