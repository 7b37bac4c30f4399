package boutique;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** A crowd shops, and every page comes. */
@Timeout(120)
@ExtendWith(FreePort.class)
class LoadTest {
  @Test
  @WithApplication(
      value = "load.conf",
      config =
          "parigot { plugins.httpconnector.port = ${?"
              + FreePort.PROPERTY
              + "}, guests.load.args = [4, 25, 5] }",
      timeoutSeconds = 60)
  void everyPageComes(Application application, RecordedOutput output) throws Exception {
    assertThat(application.ended().toCompletableFuture().get(1, TimeUnit.MINUTES)).isZero();
    assertThat(output.text())
        .matches(
            "20 pages that do not count, 0 failed\n100 pages, 0 failed, \\d+ pages/s, p50 \\d+ .*\n");
  }
}
