package parigot.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.otlp.MetricsCollector.Kind;
import parigot.otlp.MetricsCollector.Metric;
import parigot.otlp.MetricsCollector.Point;

/** The metrics that arrive at a collector. */
@Timeout(90)
class MetricsTest {
  private static final Path MODULE =
      Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath().normalize();

  private static Config config(String endpoint, String interval, String more) {
    return ConfigFactory.parseString(
        """
        parigot {
          cache-dir = target/compiled-guests
          metrics.otlp { endpoint = "%s", interval = %s, headers { x-key = "a key" } }
          guests.b {
            wasm = "%s"
            args = ["register b", "export b.v1 b", "bind Echo echo", "launch"]
          }
        }
        %s
        """
            .formatted(endpoint, interval, MODULE, more));
  }

  private static Application launched(Config config) throws Exception {
    Application application = Parigot.start(config);
    application.launched().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return application;
  }

  private static void call(Application application) throws Exception {
    application
        .call("b.v1", "b", "Echo", StringValue.of("a text"), StringValue.class)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static Optional<Metric> named(String name, List<Metric> metrics) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  private static boolean haveCalls(List<Metric> metrics, int calls) {
    return named("parigot.call.duration", metrics)
        .filter(metric -> metric.points().get(0).value() == calls)
        .isPresent();
  }

  @Test
  void whatWasCountedIsSentFromTimeToTime() throws Exception {
    try (MetricsCollector collector = new MetricsCollector();
        Application application = launched(config(collector.endpoint(), "1 s", ""))) {
      call(application);
      List<Metric> first = collector.await(metrics -> haveCalls(metrics, 1));
      call(application);
      List<Metric> second = collector.await(metrics -> haveCalls(metrics, 2));

      assertThat(collector.key()).isEqualTo("a key");
      Metric durations = named("parigot.call.duration", second).orElseThrow();
      assertThat(durations.kind()).isEqualTo(Kind.HISTOGRAM);
      assertThat(durations.unit()).isEqualTo("s");
      Point calls = durations.points().get(0);
      assertThat(calls.labels())
          .isEqualTo(
              Map.of(
                  "caller", "host.calls", "service", "b.v1.b", "method", "Echo", "outcome", "ok"));
      assertThat(calls.buckets()).hasSize(28);
      assertThat(calls.buckets().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
      assertThat(calls.sum())
          .isGreaterThan(named("parigot.call.duration", first).orElseThrow().points().get(0).sum());
      Metric bytes = named("parigot.call.request", second).orElseThrow();
      assertThat(bytes.kind()).isEqualTo(Kind.SUM);
      assertThat(bytes.unit()).isEqualTo("By");
      assertThat(bytes.points().get(0).value())
          .isEqualTo(2L * Any.pack(StringValue.of("a text")).getSerializedSize());
      Metric launched = named("parigot.guest.launched", second).orElseThrow();
      assertThat(launched.kind()).isEqualTo(Kind.GAUGE);
      assertThat(launched.points()).extracting(Point::value).containsExactly(1L);
      assertThat(named("parigot.link.up", second)).as("there is no other node").isEmpty();
    }
  }

  @Test
  void whatWasCountedSinceIsSentAtTheEnd() throws Exception {
    try (MetricsCollector collector = new MetricsCollector()) {
      try (Application application = launched(config(collector.endpoint(), "1 h", ""))) {
        for (int i = 0; i < 3; i++) {
          call(application);
        }
      }
      assertThat(collector.await(metrics -> haveCalls(metrics, 3))).isNotEmpty();
    }
  }

  @Test
  void aCollectorThatIsNotThereHarmsNobodyAndTheLogSaysSo() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("parigot.metrics");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try {
      String nobody = "http://127.0.0.1:%d/v1/metrics".formatted(TracesTest.freePort());
      try (Application application = launched(config(nobody, "1 h", ""))) {
        call(application);
      }
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.contains("takes no metrics"))
          .singleElement()
          .asString()
          .startsWith("The collector of parigot.metrics.otlp takes no metrics: java.net.Connect");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatThrownBy(() -> launched(config("here", "1 s", "")).close())
        .hasMessageContaining("parigot.metrics.otlp.endpoint must be a collector's address");
    assertThatThrownBy(() -> launched(config("http://c", "10 ms", "")).close())
        .hasMessageContaining("parigot.metrics.otlp.interval must be a duration between 1 s and");
    assertThatThrownBy(
            () -> launched(config("http://c", "1 s", "parigot.metrics.otlp.x = 1")).close())
        .hasMessageContaining("parigot.metrics.otlp.x");
  }
}
