package parigot.guest;

import java.time.Duration;

/** The error of a {@link Future} that was not done within the time that somebody gave it. */
public final class TimedOutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TimedOutException(Duration timeout) {
    super("it was not done within " + timeout.toMillis() + " ms");
  }
}
