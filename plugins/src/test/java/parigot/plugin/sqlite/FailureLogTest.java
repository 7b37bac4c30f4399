package parigot.plugin.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import parigot.plugin.TestPluginContext;

class FailureLogTest {

  @Test
  void eachReasonIsSaidOnceAMinuteWithHowOftenItWas() {
    TestPluginContext.ManualClock clock = TestPluginContext.of("queue", "").clock();
    FailureLog failures = new FailureLog("The database shop", clock);
    Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      for (int i = 0; i < 500; i++) {
        failures.log("a call", new SQLException("the disk is full"));
      }
      failures.log("a call", new SQLException("another reason"));
      clock.advance(Duration.ofMinutes(1));
      failures.log("a call", new SQLException("the disk is full"));
      failures.log("a call", new SQLException("the disk is full"));
      failures.close();
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == ch.qos.logback.classic.Level.ERROR)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "The database shop: a call failed: the disk is full",
            "The database shop: a call failed: another reason",
            "The database shop: a call failed: the disk is full (499 times more since this was said"
                + " last)",
            "The database shop: a call failed: the disk is full (1 times more since this was said"
                + " last)");
  }
}
