package parigot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the command line: time, level and guest on standard error. Found by Logback, which a
 * file named by {@code -Dlogback.configurationFile} takes precedence over this for; in code, since
 * reading a configuration file would be a tenth of the whole start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Log extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %X{guest:-parigot} %msg%n%ex{short}";

  /** Called by Logback. */
  public Log() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Sets how much is said: 0 is warnings and errors, 1 is also what guests say and what happens to
   * them, 2 is everything of ours and the libraries' own news.
   */
  static void setVerbosity(int verbosity) {
    if (verbosity > 0 && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("parigot").setLevel(verbosity == 1 ? Level.INFO : Level.DEBUG);
      if (verbosity > 1) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
      }
    }
  }
}
