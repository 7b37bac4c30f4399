package parigot.testkit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parigot.actors.Application;
import parigot.actors.ManualTime;
import parigot.actors.Parigot;
import parigot.kernel.CallView;

/** One application, and the threads that were there before it. */
final class BootedApplication implements AutoCloseable {
  /** No stop takes longer, in the application's own time. */
  private static final Duration LONGEST_STOP = Duration.ofHours(1);

  private final Application application;
  private final Optional<Nodes> nodes;
  private final Optional<ManualTime> time;
  private final RecordedOutput output;
  private final Set<Thread> threadsBefore;
  private final int timeoutSeconds;

  private BootedApplication(
      Application application,
      Optional<Nodes> nodes,
      Optional<ManualTime> time,
      RecordedOutput output,
      Set<Thread> threadsBefore,
      int timeoutSeconds) {
    this.application = application;
    this.nodes = nodes;
    this.time = time;
    this.output = output;
    this.threadsBefore = threadsBefore;
    this.timeoutSeconds = timeoutSeconds;
  }

  static BootedApplication boot(WithApplication wanted, Variant variant) throws Exception {
    Set<Thread> threadsBefore = new HashSet<>(Thread.getAllStackTraces().keySet());
    RecordedOutput output = new RecordedOutput(Duration.ofSeconds(wanted.timeoutSeconds()));
    Described described = variant.described(wanted);
    boolean manual = wanted.clock() == WithApplication.Clock.MANUAL;
    if (manual && variant.spread() != Spread.ONE_PROCESS) {
      throw new IllegalStateException(
          "@WithApplication has clock = MANUAL and runs over several nodes, whose links have the"
              + " machine's time: spread = ONE_PROCESS, or clock = MACHINE");
    }
    if (variant.spread() != Spread.ONE_PROCESS) {
      Nodes nodes =
          Nodes.boot(
              described,
              wanted.node(),
              variant.spread() == Spread.PROCESSES,
              output,
              wanted.timeoutSeconds());
      return new BootedApplication(
          nodes.here(),
          Optional.of(nodes),
          Optional.empty(),
          output,
          threadsBefore,
          wanted.timeoutSeconds());
    }
    Optional<ManualTime> time = manual ? Optional.of(new ManualTime()) : Optional.empty();
    Application application =
        time.isPresent()
            ? Parigot.start(described.settings(), output.console(), time.get())
            : Parigot.start(described.settings(), output.console());
    return new BootedApplication(
        application, Optional.empty(), time, output, threadsBefore, wanted.timeoutSeconds());
  }

  /** The applications that run here: one, or one on each node of this JVM. */
  private List<Application> all() {
    return nodes.map(Nodes::all).orElse(List.of(application));
  }

  Optional<Nodes> nodes() {
    return nodes;
  }

  Optional<ManualTime> time() {
    return time;
  }

  Application application() {
    return application;
  }

  RecordedOutput output() {
    return output;
  }

  void awaitLaunch() throws Exception {
    try {
      if (nodes.isPresent()) {
        nodes.get().awaitLaunch();
      }
      CompletableFuture<Void> launched = application.launched().toCompletableFuture();
      if (time.isPresent() && !time.get().pass(Duration.ZERO, launched::isDone)) {
        throw new AssertionError(
            "not launched while no time passes: put awaitLaunch = false on @WithApplication, and"
                + " have the test pass the time that a guest waits for");
      }
      launched.get(timeoutSeconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the application did not launch: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("not launched within " + timeoutSeconds + " s", e);
    }
  }

  void requireNoCallWaits() {
    List<CallView> waiting = all().stream().flatMap(one -> one.calls().stream()).toList();
    if (!waiting.isEmpty()) {
      throw new AssertionError("calls still wait for their answers: " + waiting);
    }
  }

  @Override
  public void close() {
    try {
      List<CompletionStage<Integer>> ends = all().stream().map(Application::stop).toList();
      if (time.isPresent()) {
        boolean unusedTheRestIsUpToTheMachine =
            time.get()
                .pass(
                    LONGEST_STOP,
                    () -> ends.stream().allMatch(end -> end.toCompletableFuture().isDone()));
      }
      for (CompletionStage<Integer> end : ends) {
        end.toCompletableFuture().get(timeoutSeconds, TimeUnit.SECONDS);
      }
      if (nodes.isPresent()) {
        nodes.get().stopProcesses();
        nodes.get().close();
      }
      requireNoThreadLeft();
    } catch (TimeoutException e) {
      throw new AssertionError(
          "guests are left " + timeoutSeconds + " s after the stop: " + application.guests(), e);
    } catch (ExecutionException e) {
      throw new AssertionError("the application failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the application was closed", e);
    }
  }

  /** A thread that is about to end may take a moment; one that stays does not end in time. */
  private void requireNoThreadLeft() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (threadsBefore.contains(thread) || !ours(thread)) {
        continue;
      }
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
      if (thread.isAlive()) {
        throw new AssertionError("the application left the thread " + thread.getName());
      }
    }
  }

  private static boolean ours(Thread thread) {
    String name = thread.getName();
    // The log of the command line belongs to the process, where that is on the class path.
    return (name.startsWith("parigot") && !name.equals("parigot-log")) || name.startsWith("guest ");
  }
}
