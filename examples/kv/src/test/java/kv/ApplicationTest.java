package kv;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.settings.GuestSettings.Engine;

/** Runs the modules as the command line does, with the database elsewhere, on a busy machine. */
@Timeout(60)
class ApplicationTest {
  @TempDir Path databases;

  private String run(Engine engine) throws Exception {
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseString(
                    "parigot { plugins.nutsdb { root = \"%s\", timeout = 2 s }, guest-defaults.engine = %s }"
                        .formatted(databases, engine.name().toLowerCase(Locale.ROOT)))
                .withFallback(ConfigFactory.parseFile(new File("application.conf"))));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Application application = Parigot.start(config, printed::write)) {
      int code = application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(code).isZero();
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void countsItsRunsThoughTheApplicationEndsBetweenThem(Engine engine) throws Exception {
    for (int i = 1; i <= 3; i++) {
      assertThat(run(engine)).isEqualTo("run " + i + "\n");
    }
    assertThat(databases.resolve("kv.db")).isNotEmptyFile();
  }
}
