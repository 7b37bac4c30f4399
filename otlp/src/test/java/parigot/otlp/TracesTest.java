package parigot.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestLog;
import parigot.plugin.TraceParent;
import parigot.runtime.StartException;

/** What arrives at a collector. */
@Timeout(90)
class TracesTest {
  private static final Path MODULE =
      Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath().normalize();
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final int SERVER = 2;
  private static final int CLIENT = 3;

  /** A server that calls on, unless it is the last. */
  private static String guest(String name, String next) {
    String script =
        next.isEmpty()
            ? "bind Do echo"
            : "require %1$s.v1 %1$s\", \"bind Do forward %1$s.v1 %1$s Do".formatted(next);
    return "parigot.guests.%1$s { wasm = \"%2$s\", args = [\"register %1$s\", \"export %1$s.v1 %1$s\", \"%3$s\", \"launch\"] }\n"
        .formatted(name, MODULE, script);
  }

  private static Config config(String endpoint, String more) {
    return ConfigFactory.parseString(
        "parigot.cache-dir = target/compiled-guests\n"
            + guest("front", "middle")
            + guest("middle", "back")
            + guest("back", "")
            + "parigot.traces.endpoint = \"%s\"\n".formatted(endpoint)
            + more);
  }

  private static String call(Application application, CallOptions options) throws Exception {
    return application
        .call("front.v1", "front", "Do", StringValue.of("x"), StringValue.class, options)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .getValue();
  }

  private static CallOptions within(String flags) {
    return CallOptions.NONE.withTrace(
        new TraceParent("00-" + TRACE + "-00f067aa0ba902b7-" + flags, "vendor=a"));
  }

  private static void assertIsOneTree(List<Collector.Span> spans, String trace, String root) {
    Map<String, Collector.Span> byName = new HashMap<>();
    spans.forEach(span -> byName.put(span.name(), span));
    assertThat(spans).hasSize(3).extracting(Collector.Span::trace).containsOnly(trace);
    Collector.Span front = byName.get("front.v1.front/Do");
    Collector.Span middle = byName.get("middle.v1.middle/Do");
    Collector.Span back = byName.get("back.v1.back/Do");
    assertThat(front.parent()).isEqualTo(root);
    assertThat(front.kind()).isEqualTo(SERVER);
    assertThat(middle.parent()).isEqualTo(front.id());
    assertThat(middle.kind()).isEqualTo(CLIENT);
    assertThat(back.parent()).isEqualTo(middle.id());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aRequestOverTwoNodesAndThreeGuestsArrivesAsOneTree() throws Exception {
    Config placement =
        ConfigFactory.parseString(
            """
            parigot {
              nodes { a { host = 127.0.0.1, port = %d }, b { host = 127.0.0.1, port = %d } }
              placement { default = a, middle.nodes = [b] }
            }
            """
                .formatted(freePort(), freePort()));
    try (Collector collector = new Collector()) {
      Config config = config(collector.endpoint(), "");
      try (Application a = Parigot.start(config, placement, "a");
          Application b = Parigot.start(config, placement, "b")) {
        for (Application node : List.of(a, b)) {
          node.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        assertThat(call(a, within("01"))).isEqualTo("x");

        List<Collector.Span> spans = collector.await(those -> those.size() == 3);

        assertIsOneTree(spans, TRACE, "00f067aa0ba902b7");
        assertThat(spans).extracting(Collector.Span::node).contains("a", "b");
      }
    }
  }

  @Test
  void aPluginsCallIsASpanToo() throws Exception {
    Path module = MODULE.resolveSibling("mischief-reactor.wasm");
    try (Collector collector = new Collector()) {
      Config config =
          ConfigFactory.parseString(
                  """
                  parigot {
                    plugins.mischief.class = "%s"
                    guests.back { wasm = "%s", plugins = [mischief] }
                    guests.back.args =
                      ["register back", "export back.v1 back", "bind Do plugin mischief.echo_", "launch"]
                  }
                  """
                      .formatted(TellingPlugin.class.getName(), module))
              .withFallback(config(collector.endpoint(), ""));
      String told;
      String untraced;
      try (Application application = Parigot.start(config)) {
        application.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        told = call(application, within("01"));
        untraced = call(application, within("00"));
      }
      Map<String, Collector.Span> byName = new HashMap<>();
      collector.all().forEach(span -> byName.put(span.name(), span));
      assertThat(byName).containsKeys("telling.v1.Telling/echo");
      Collector.Span telling = byName.get("telling.v1.Telling/echo");

      assertThat(telling.parent()).isEqualTo(byName.get("back.v1.back/Do").id());
      assertThat(telling.kind()).isEqualTo(CLIENT);
      assertThat(told).isEqualTo("00-" + TRACE + "-" + telling.id() + "-01");
      assertThat(untraced)
          .as("handed on as it came")
          .isEqualTo(within("00").trace().orElseThrow().traceparent());
      assertThat(collector.all()).hasSize(4);
    }
  }

  @Test
  void aTraceThatBeginsHereIsKeptAndOneThatItsClientDoesNotKeepIsNot() throws Exception {
    try (Collector collector = new Collector()) {
      try (Application application = Parigot.start(config(collector.endpoint(), ""))) {
        application.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(call(application, within("00"))).isEqualTo("x");
        assertThat(call(application, CallOptions.NONE)).isEqualTo("x");
      }
      List<Collector.Span> spans = collector.all();
      assertThat(spans).as("sent at the end at the latest").hasSize(3);
      assertThat(spans.get(0).trace()).isNotEqualTo(TRACE);
      assertIsOneTree(spans, spans.get(0).trace(), "");
    }
  }

  @Test
  void ofThoseThatBeginHereAShareIsKeptEachAsAWhole() throws Exception {
    int calls = 400;
    try (Collector collector = new Collector()) {
      Config config = config(collector.endpoint(), "parigot.traces.share = 0.25");
      try (Application application = Parigot.start(config)) {
        application.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        for (int i = 0; i < calls; i++) {
          assertThat(call(application, CallOptions.NONE)).isEqualTo("x");
        }
      }
      Map<String, Integer> spansOfTraces = new HashMap<>();
      collector.all().forEach(span -> spansOfTraces.merge(span.trace(), 1, Integer::sum));
      assertThat(spansOfTraces.values()).containsOnly(3);
      assertThat(spansOfTraces.size()).isBetween(calls / 8, calls / 2);
    }
  }

  @Test
  void aCollectorThatIsNotThereHarmsNobodyAndTheLogSaysSo() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("parigot.traces");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try {
      String nobody = "http://127.0.0.1:%d/v1/traces".formatted(freePort());
      try (Application application = Parigot.start(config(nobody, ""))) {
        application.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(call(application, CallOptions.NONE)).isEqualTo("x");
      }
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .startsWith("The collector of parigot.traces takes no spans: java.net.ConnectException");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }

  @Test
  void linesOfGuestsHaveTheIdOfTheirTraceWhetherItIsKeptOrNot() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(GuestLog.LOGGER);
    ListAppender<ILoggingEvent> log =
        new ListAppender<>() {
          @Override
          protected void append(ILoggingEvent event) {
            // Takes the MDC as it is now.
            event.prepareForDeferredProcessing();
            super.append(event);
          }
        };
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try {
      Config config =
          ConfigFactory.parseString(
              """
              parigot.guests.front {
                wasm = "%s"
                # A busy machine is no matter of this test's, and would be one of the log's.
                method-warn = 1 minute
                method-limit = 2 minutes
                args = ["register front", "export front.v1 front", "bind Do print hello", "launch"]
              }
              """
                  .formatted(MODULE));
      try (Application application = Parigot.start(config)) {
        application.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(call(application, within("00"))).isEqualTo("x");
        assertThat(call(application, CallOptions.NONE)).isEqualTo("x");
      }
      assertThat(log.list)
          .extracting(
              ILoggingEvent::getFormattedMessage, line -> line.getMDCPropertyMap().get("trace_id"))
          .containsExactly(tuple("hello", TRACE), tuple("hello", null));
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }

  @Test
  void settingsThatAreWrongAreRefused() {
    assertThatThrownBy(() -> Parigot.start(config("collector:4318", "")).close())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("parigot.traces.endpoint must be a collector's address");
    assertThatThrownBy(() -> Parigot.start(config("http://c", "parigot.traces.share = 2")).close())
        .hasMessageContaining("parigot.traces.share must be a number from 0 to 1");
    assertThatThrownBy(() -> Parigot.start(config("http://c", "parigot.traces.x = 2")).close())
        .hasMessageContaining("parigot.traces.x");
  }
}
