package parigot.record;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import parigot.v1.host.RecordedLife;

/** The thread that a guest is run on again. */
final class ReplayThread {
  /**
   * How deep calls may go depends on what of the guest is compiled: at its first calls they are
   * interpreted, and take many times the stack.
   */
  private static final long STACK_BYTES = 128L << 20;

  private static final long LOOK_SECONDS = 10;

  private ReplayThread() {}

  /**
   * Runs this to its end, and waits.
   *
   * @param isOver asked each ten seconds, with how often it was asked before, whether the guest is
   *     to be ended where it is
   * @param end ends it
   * @throws RecordingException when it failed; the message is a sentence
   */
  static <T> T run(RecordedLife head, Callable<T> work, IntPredicate isOver, Runnable end)
      throws RecordingException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "parigot-replay-" + head.getLabel(), STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    for (int looks = 0; ; looks++) {
      try {
        return task.get(LOOK_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (isOver.test(looks)) {
          end.run();
        }
      } catch (ExecutionException e) {
        throw new RecordingException(
            "%s cannot be replayed: %s".formatted(head.getLabel(), e.getCause()), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end.run();
        throw new RecordingException("The replay was interrupted.", e);
      }
    }
  }
}
