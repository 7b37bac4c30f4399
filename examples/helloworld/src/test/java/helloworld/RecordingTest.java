package helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.record.LifeFile;
import parigot.record.RecordedGuest;
import parigot.record.RecordingFolder;
import parigot.record.Replayer;
import parigot.record.ShadowDifference;

/** Another build of a guest is given what this one was given. */
@Timeout(60)
class RecordingTest {
  private static final Path BUILT = Path.of("target/guests/greeting.wasm");

  /** Of texts in a module that was compiled from Java. */
  private static final Charset ENCODING = StandardCharsets.UTF_16LE;

  @TempDir Path folder;
  private RecordingFolder recordings;
  private LifeFile greeting;

  @BeforeEach
  void record() throws Exception {
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseString("parigot.record.directory = \"%s\"".formatted(folder))
                .withFallback(ConfigFactory.parseFile(new File("application.conf"))));
    try (Application application = Parigot.start(config)) {
      assertThat(application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS)).isZero();
    }
    recordings = RecordingFolder.open(folder);
    greeting =
        recordings.lives().stream().filter(life -> life.isOf("greeting")).findFirst().orElseThrow();
  }

  /** A build that greets in other words. */
  private Path changed() throws IOException {
    byte[] bytes = Files.readAllBytes(BUILT);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String bonjour = new String("bonjour".getBytes(ENCODING), StandardCharsets.ISO_8859_1);
    String bonsoir = new String("bonsoir".getBytes(ENCODING), StandardCharsets.ISO_8859_1);
    assertThat(text).contains(bonjour);
    return Files.write(
        folder.resolve("changed.wasm"),
        text.replace(bonjour, bonsoir).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void anotherBuildIsComparedFieldByField() throws Exception {
    try (Replayer replayer = Replayer.compiling(recordings)) {
      assertThat(replayer.compare(greeting, BUILT)).isEmpty();
      assertThat(replayer.compare(greeting, changed()))
          .containsExactly(
              new ShadowDifference(2, "its answer", "greeting", "\"bonjour\"", "\"bonsoir\""));
    }
  }

  @Test
  void aTestThatIsMadeOfARecordingFailsForABuildThatAnswersOtherwise() throws Exception {
    Path data = folder.resolve("greeting.life");
    try (Replayer replayer = Replayer.compiling(recordings)) {
      RecordedGuest.write(replayer, greeting, data);
    }

    RecordedGuest.at(data).requireSameFrom(BUILT);

    Path changed = changed();
    assertThatThrownBy(() -> RecordedGuest.at(data).requireSameFrom(changed))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "at event 2, its answer, greeting: recorded is \"bonjour\", and now it is \"bonsoir\"");
  }
}
