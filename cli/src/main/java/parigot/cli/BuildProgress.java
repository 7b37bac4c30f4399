package parigot.cli;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says every few seconds what a build is at, from when it is made until it is closed. A build that
 * is over by then is not spoken of.
 */
final class BuildProgress implements AutoCloseable {
  private static final long PERIOD_MILLIS = 5_000;

  private final Timer timer = new Timer("parigot-progress", true);
  private final long since = System.nanoTime();
  private final Consumer<String> listener;

  private String step = "Maven starts";
  private int downloads;

  /**
   * @param listener takes sentences, on a thread of this
   */
  BuildProgress(Consumer<String> listener) {
    this.listener = listener;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            say();
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS);
  }

  /** It has come to this. */
  synchronized void at(String next) {
    step = next;
  }

  /** It has begun to download a file. */
  synchronized void downloads(String file) {
    downloads++;
    step = "downloading %s, file %d".formatted(file, downloads);
  }

  private synchronized void say() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    listener.accept("still building after %d s: %s".formatted(seconds, step));
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
