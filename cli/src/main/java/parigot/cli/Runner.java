package parigot.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.Console;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;

/**
 * Runs applications, one after the other, each to its end. A signal ends the one that runs in
 * order, a second signal at once.
 */
final class Runner {
  /** How long, beside the settings' times, an application may take to end after a signal. */
  private static final long TO_CLOSE_MILLIS = 10_000;

  /** How long an application may take to be ready before it is said what it waits for. */
  private static final Duration READY_PATIENCE = Duration.ofSeconds(5);

  private final PrintWriter err;
  private final Object lock = new Object();
  private final LastResort lastResort = new LastResort();

  private Application current;
  private long longestEndMillis;
  private boolean onlyServers;
  private int signal;

  Runner(PrintWriter err) {
    this.err = err;
  }

  /** Whether a signal has arrived, after which nothing more is to be started. */
  boolean signalled() {
    synchronized (lock) {
      return signal != 0;
    }
  }

  /**
   * Runs an application.
   *
   * @param onlyServers whether it serves until a signal, which then is its ordinary end
   * @return the exit code
   */
  int run(ApplicationSettings settings, boolean onlyServers) {
    return run(settings, onlyServers, application -> {});
  }

  /**
   * As {@link #run(ApplicationSettings, boolean)}.
   *
   * @param begun gets the application once it runs; not, when it cannot be started
   */
  int run(ApplicationSettings settings, boolean onlyServers, Consumer<Application> begun) {
    synchronized (lock) {
      this.onlyServers = onlyServers;
    }
    Application application;
    try {
      synchronized (lock) {
        longestEndMillis = longestEnd(settings);
      }
      application = Parigot.start(settings, Console.standardOutput(), lastResort::runtimeFailed);
    } catch (StartException unusable) {
      Complaint.print(err, unusable.getMessage());
      return ExitCodes.USAGE;
    }
    began(application);
    new Readiness(application, settings, onlyServers, READY_PATIENCE).tell();
    begun.accept(application);
    try {
      int code = application.ended().toCompletableFuture().join();
      return exitCode(code);
    } catch (CompletionException failed) {
      String sentence =
          failed.getCause() instanceof StartException known
              ? known.getMessage()
              : failed.getCause().toString();
      Complaint.print(err, sentence);
      return application.hasFailed() ? ExitCodes.RUNTIME_FAILED : exitCode(ExitCodes.FAILED);
    } finally {
      synchronized (lock) {
        current = null;
      }
    }
  }

  /** Takes the number of a signal that asks for the end. */
  void signal(int number) {
    synchronized (lock) {
      if (signal != 0) {
        Runtime.getRuntime().halt(ExitCodes.SIGNAL + number);
      }
      signal = number;
      if (current == null) {
        // Modules are being compiled, which cannot be interrupted, and no guest runs that would
        // have to be ended.
        Log.end();
        Runtime.getRuntime().halt(onlyServers ? 0 : ExitCodes.SIGNAL + number);
      }
      // A guest may write where nobody reads, and a plugin may take for ever to be closed.
      lastResort.endAfter(longestEndMillis, ExitCodes.SIGNAL + number);
      stop(current);
    }
  }

  private static long longestEnd(ApplicationSettings settings) {
    return settings.stopGrace().toMillis() + settings.exitGrace().toMillis() + TO_CLOSE_MILLIS;
  }

  private void began(Application application) {
    synchronized (lock) {
      current = application;
    }
  }

  private static void stop(Application application) {
    CompletionStage<Integer> unusedEndIsAwaitedByRun = application.stop();
  }

  private int exitCode(int code) {
    synchronized (lock) {
      if (signal == 0) {
        return code;
      }
      return onlyServers ? 0 : ExitCodes.SIGNAL + signal;
    }
  }
}
