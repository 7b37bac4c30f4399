package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.slf4j.event.Level.WARN;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import parigot.plugin.GuestCallException;
import parigot.plugin.LimitedLog;
import parigot.plugin.TestPluginContext;

/** What the log has of requests that were not served. */
@Timeout(60)
class LimitedLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(HttpConnectorServer.class);
  private final ListAppender<ILoggingEvent> recorded = new ListAppender<>();
  private final TestPluginContext.ManualClock clock = new TestPluginContext.ManualClock();
  private final LimitedLog log = new LimitedLog(logger, clock);
  private final Level before = logger.getLevel();

  @BeforeEach
  void record() {
    recorded.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(recorded);
  }

  @AfterEach
  void end() {
    logger.detachAppender(recorded);
    logger.setLevel(before);
  }

  private List<String> lines() {
    List<String> lines = recorded.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    recorded.list.clear();
    return lines;
  }

  @Test
  void linesOfAKindAreFewAndTheOthersAreCounted() {
    for (int i = 0; i < 1000; i++) {
      log.line(WARN, "answered 503", "GET / was answered 503");
    }
    log.line(WARN, "answered 502", "GET / was answered 502");
    assertThat(lines()).hasSize(11).endsWith("GET / was answered 502");
    clock.advance(Duration.ofSeconds(10));
    log.line(WARN, "answered 503", "GET / was answered 503");
    assertThat(lines())
        .containsExactly("GET / was answered 503 (990 more of this kind were left out)");
  }

  @Test
  void whatWasLeftOutIsToldWithoutAnotherLine() {
    for (int i = 0; i < 12; i++) {
      log.line(WARN, "answered 503", "GET / was answered 503");
    }
    lines();
    log.tellLeftOut();
    log.tellLeftOut();
    assertThat(lines()).containsExactly("2 more were left out: answered 503");
  }

  @Test
  void whatWasLeftOutOfAKindThatIsForgottenIsTold() {
    for (int i = 0; i < 12; i++) {
      log.line(WARN, "first", "one of the first");
    }
    lines();
    for (int i = 0; i < 1000; i++) {
      log.line(WARN, "kind " + i, "another");
    }
    assertThat(lines()).hasSize(1001).contains("2 more were left out: first");
  }

  @Test
  void aClientsTextIsShortAndCannotPassForALine() throws Exception {
    String url = "/\u001b[31m\nERROR" + "x".repeat(100_000);
    log.line(WARN, "kind", LimitedLog.part("GET " + url) + " " + LimitedLog.part("\u202eover"));
    assertThat(lines())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("GET /\\x1b[31m\\x0aERRORxxx")
                    .endsWith("… \\u202eover")
                    .hasSizeLessThan(500));
    try (Connector connector = new Connector("");
        Connection client = connector.connect()) {
      client.send("GET /" + "y".repeat(5000) + " HTTP/1.1", "Host: x");
      connector.receiver.next().fail(GuestCallException.Reason.ENDED);
      assertThat(client.answer().status()).isEqualTo(502);
    }
    assertThat(lines())
        .filteredOn(line -> line.startsWith("GET /yyy"))
        .singleElement()
        .satisfies(line -> assertThat(line).hasSizeLessThan(500));
  }
}
