package parigot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.Parigot;

/** The metrics of an embedded application in a registry of Micrometer. */
@Timeout(60)
class ApplicationMetersTest {
  private static final Path MODULE =
      Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath().normalize();

  private static Application launched() throws Exception {
    Application application =
        Parigot.start(
            ConfigFactory.parseString(
                """
                parigot.cache-dir = target/compiled-guests
                parigot.guests.b {
                  wasm = "%s"
                  args = ["register b", "export b.v1 b", "bind Echo echo", "launch"]
                }
                """
                    .formatted(MODULE)));
    application.launched().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return application;
  }

  private static void call(Application application) throws Exception {
    application
        .call("b.v1", "b", "Echo", StringValue.of("a text"), StringValue.class)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static FunctionTimer calls(SimpleMeterRegistry registry) {
    return registry.find("parigot.call.duration").tag("method", "Echo").functionTimer();
  }

  @Test
  void metersComeWithWhatHappensAndFollowIt() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SimpleMeterRegistry later = new SimpleMeterRegistry();
    try (Application application = launched();
        ApplicationMeters meters = new ApplicationMeters(application, Duration.ofHours(1))) {
      meters.bindTo(registry);
      assertThat(registry.find("parigot.guest.memory").tag("guest", "b").gauge().value())
          .isPositive();
      assertThat(calls(registry)).as("there was none").isNull();
      call(application);
      call(application);
      meters.look();
      meters.bindTo(later);

      assertThat(calls(registry).count()).isEqualTo(2);
      assertThat(calls(registry).totalTime(TimeUnit.NANOSECONDS)).isPositive();
      assertThat(calls(later).count()).isEqualTo(2);
      FunctionCounter bytes = registry.find("parigot.call.request").functionCounter();
      assertThat(bytes.getId().getBaseUnit()).isEqualTo("bytes");
      assertThat(bytes.count()).isGreaterThan(2 * "a text".length());
      call(application);
      meters.look();
      assertThat(calls(registry).count()).isEqualTo(3);
    }
  }

  @Test
  void theyAreLookedAtByThemselvesUntilTheApplicationEnds() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Application application = launched();
    try (ApplicationMeters meters = new ApplicationMeters(application, Duration.ofMillis(10))) {
      meters.bindTo(registry);
      call(application);
      while (calls(registry) == null) {
        Thread.onSpinWait();
      }
      application.close();
      meters.look();
      assertThat(calls(registry).count()).isOne();
    }
  }
}
