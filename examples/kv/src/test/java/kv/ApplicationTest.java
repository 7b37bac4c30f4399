package kv;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.actors.Parigot;

/** Runs the modules as the command line does, with the database elsewhere, on a busy machine. */
@Timeout(60)
class ApplicationTest {
  @TempDir Path databases;

  private String run() throws Exception {
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseString(
                    "parigot.plugins.nutsdb { root = \"%s\", timeout = 2 s }".formatted(databases))
                .withFallback(ConfigFactory.parseFile(new File("application.conf"))));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Application application = Parigot.start(config, printed::write)) {
      int code = application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(code).isZero();
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void countsItsRunsThoughTheApplicationEndsBetweenThem() throws Exception {
    for (int i = 1; i <= 3; i++) {
      assertThat(run()).isEqualTo("run " + i + "\n");
    }
    assertThat(databases.resolve("kv.db")).isNotEmptyFile();
  }
}
