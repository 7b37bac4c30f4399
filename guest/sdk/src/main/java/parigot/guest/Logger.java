package parigot.guest;

import static java.util.Objects.requireNonNull;

import log.v1.LogLevel;

/**
 * Writes to the log of whoever runs the application, with the guest's name. Pairs of a name and a
 * value that follow a message are written behind it: {@code log.info("opened", "database", "cart")}
 * reads {@code opened database=cart}, and a value with a space in it {@code database="my cart"}. On
 * a plain Java virtual machine the lines go to standard error. Immutable.
 */
public final class Logger {
  private final LogTarget target;

  /** What stands behind each message, with a space before each field. */
  private final String fields;

  Logger(LogTarget target, String fields) {
    this.target = requireNonNull(target);
    this.fields = fields;
  }

  /** The log of the program that runs, for code that is not handed a {@link Guest}. */
  public static Logger get() {
    return new Logger(LogTarget.current(), "");
  }

  /** A logger that writes this field behind each of its messages. */
  public Logger with(String name, Object value) {
    return new Logger(target, fields + field(name, value));
  }

  /** The guest is about to end because of this. */
  public void fatal(String message, Object... namesAndValues) {
    write(LogLevel.LOG_LEVEL_FATAL, message, namesAndValues);
  }

  /** Something failed that should not. */
  public void error(String message, Object... namesAndValues) {
    write(LogLevel.LOG_LEVEL_ERROR, message, namesAndValues);
  }

  /** Something failed that should not, because of this. */
  public void error(String message, Throwable cause) {
    line(LogLevel.LOG_LEVEL_ERROR, message + ": " + described(cause));
  }

  /** Something that somebody should look at. */
  public void warning(String message, Object... namesAndValues) {
    write(LogLevel.LOG_LEVEL_WARNING, message, namesAndValues);
  }

  /** Something that is good to know. */
  public void info(String message, Object... namesAndValues) {
    write(LogLevel.LOG_LEVEL_INFO, message, namesAndValues);
  }

  /** Something that helps to find an error. */
  public void debug(String message, Object... namesAndValues) {
    write(LogLevel.LOG_LEVEL_DEBUG, message, namesAndValues);
  }

  /** Writes a message without fields of its own. The SDK itself needs no other. */
  void line(LogLevel level, String message) {
    target.write(level, message.concat(fields));
  }

  private void write(LogLevel level, String message, Object... namesAndValues) {
    StringBuilder line = new StringBuilder(message).append(fields);
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      line.append(field(text(namesAndValues[i]), namesAndValues[i + 1]));
    }
    if (namesAndValues.length % 2 != 0) {
      line.append(' ').append(text(namesAndValues[namesAndValues.length - 1]));
    }
    target.write(level, line.toString());
  }

  private static String field(String name, Object value) {
    return " " + name + "=" + quoted(text(value));
  }

  /** As it is, unless a reader could not tell where it begins or ends. */
  private static String quoted(String value) {
    boolean plain = !value.isEmpty();
    for (int i = 0; plain && i < value.length(); i++) {
      char c = value.charAt(i);
      plain = c > ' ' && c != '"' && c != '=';
    }
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Not by {@code String.valueOf}: a guest would contain the text of all that anybody hands it. */
  private static String text(Object value) {
    return value == null ? "null" : value.toString();
  }

  /** The error and its causes, each with the class that says what kind it is. */
  private static String described(Throwable error) {
    StringBuilder text = new StringBuilder(error.toString()).append(StackText.of(error));
    Throwable cause = error.getCause();
    while (cause != null) {
      text.append(", because of ").append(cause.toString()).append(StackText.of(cause));
      cause = cause.getCause();
    }
    return text.toString();
  }
}
