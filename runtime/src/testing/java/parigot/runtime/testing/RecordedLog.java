package parigot.runtime.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;
import parigot.plugin.GuestLog;

/**
 * What has been logged below {@code parigot} while this is open, one line an event: {@code GUEST:
 * MESSAGE} for what guests write, {@code LEVEL MESSAGE} for the rest.
 */
public final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("parigot");
  private final List<String> lines = new ArrayList<>();
  private final Level level;

  public RecordedLog() {
    level = logger.getLevel();
    logger.setLevel(Level.DEBUG);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String guest = event.getMDCPropertyMap().get(GuestLog.GUEST);
    String first = guest == null ? event.getLevel() + " " : guest + ": ";
    synchronized (lines) {
      lines.add(first + event.getFormattedMessage());
      lines.notifyAll();
    }
  }

  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits until this line has been logged so many times. */
  public void await(int times, String line) {
    await(times, line::equals, line);
  }

  /** Waits until a line that contains this has been logged. */
  public void awaitPart(String part) {
    await(1, line -> line.contains(part), "…" + part + "…");
  }

  private void await(int times, Predicate<String> wanted, String description) {
    long deadline = System.nanoTime() + Within.LIMIT.toNanos();
    synchronized (lines) {
      while (lines.stream().filter(wanted).count() < times) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new AssertionError("never logged: " + description + "; but: " + lines);
        }
        try {
          lines.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted", e);
        }
      }
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(level);
  }
}
