package parigot.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.inspect.RecentLines;

/**
 * The log of the command line: time, level, guest and trace on standard error. Found by Logback,
 * which a file named by {@code -Dlogback.configurationFile} takes precedence over this for; in
 * code, since reading a configuration file would be a tenth of the whole start.
 *
 * <p>Nobody who logs waits for whoever reads: see {@link Backlog}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Log extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %X{guest:-parigot}%replace( [%X{trace_id}]){' \\[\\]', ''}"
          + " %msg%n%ex{short}";

  /** The keys of the MDC: of {@code parigot.plugin.GuestLog}, and two of them in the pattern. */
  private static final String GUEST = "guest";

  private static final String ABOUT = "about";
  private static final String TRACE = "trace_id";

  private static final int MOST_BYTES = 4 << 20;
  private static final long PATIENCE_MILLIS = 1_000;

  /** Made when it is first used: it has a thread. */
  private static final class StandardError {
    static final Backlog BACKLOG =
        new Backlog(new FileOutputStream(FileDescriptor.err), MOST_BYTES);
  }

  /** The logger of what is said while modules are compiled. */
  private static final String PROGRESS = "parigot.loading";

  private static volatile boolean used;
  private static volatile String node = "";

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
    Appender appender = new Appender(encoder);
    appender.setContext(context);
    appender.setName("stderr");
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(PROGRESS).setLevel(Level.INFO);
    context.getLogger(Readiness.LOGGER).setLevel(Level.INFO);
    RecentLines.OF_PROCESS.begin();
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

  /** Leaves out how far the compilation of large modules is, and what runs or is waited for. */
  static void withoutProgress() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(PROGRESS).setLevel(Level.WARN);
      context.getLogger(Readiness.LOGGER).setLevel(Level.WARN);
    }
  }

  /** This process is a node: each line of the log says so, as in {@code b | …}. */
  static void ofNode(String name) {
    node = name;
  }

  /** What each line of a node's log begins with. */
  static String prefix(String node) {
    return node + " | ";
  }

  /** What the command line says beside the log, in its order. */
  static PrintWriter standardError() {
    return new PrintWriter(new Sentences(), true, StandardCharsets.UTF_8);
  }

  /** At the end: waits until what was logged is read, as long as somebody reads. */
  static void end() {
    if (used) {
      try {
        StandardError.BACKLOG.drain(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void say(byte[] line) {
    used = true;
    StandardError.BACKLOG.add(line);
  }

  private static final class Appender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final PatternLayoutEncoder encoder;

    Appender(PatternLayoutEncoder encoder) {
      this.encoder = encoder;
    }

    @Override
    protected void append(ILoggingEvent event) {
      byte[] encoded = encoder.encode(event);
      byte[] lines = node.isEmpty() ? encoded : withPrefix(prefix(node), encoded);
      Map<String, String> context = event.getMDCPropertyMap();
      String about = context.getOrDefault(ABOUT, "");
      RecentLines.OF_PROCESS.add(
          new RecentLines.Said(
              event.getInstant(),
              context.getOrDefault(GUEST, ""),
              about.isEmpty() ? List.of() : List.of(about.split(",")),
              event.getLevel().toString(),
              context.getOrDefault(TRACE, ""),
              event.getFormattedMessage(),
              new String(lines, StandardCharsets.UTF_8).stripTrailing()));
      say(lines);
    }

    private static byte[] withPrefix(String prefix, byte[] lines) {
      byte[] before = prefix.getBytes(StandardCharsets.US_ASCII);
      ByteArrayOutputStream out = new ByteArrayOutputStream(before.length + lines.length);
      out.writeBytes(before);
      for (int i = 0; i < lines.length; i++) {
        out.write(lines[i]);
        if (lines[i] == '\n' && i < lines.length - 1) {
          out.writeBytes(before);
        }
      }
      return out.toByteArray();
    }
  }

  /** Hands over what was written when it is flushed. */
  private static final class Sentences extends ByteArrayOutputStream {
    @Override
    public synchronized void flush() {
      if (size() > 0) {
        say(toByteArray());
        reset();
      }
    }
  }
}
