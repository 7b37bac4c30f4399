package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import parigot.runtime.machine.Time;

/**
 * Sees to it that the end of the runtime itself is noticed: that the actor system or the kernel's
 * actor has ended unasked, or that the kernel answers nothing any more. Where memory runs out that
 * happens to whatever needs some first, and who should tell of it may need some, too. So this looks
 * from outside, on a thread of its own, and needs none.
 */
final class Lifeline implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** So many periods has a failure to be told of in the ordinary way. */
  private static final int PATIENCE = 30;

  /**
   * So long may the kernel do something else than to answer. In periods, too: of a process that was
   * stopped meanwhile these are few.
   */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int SILENCE = 50;

  /** So many periods go by between an answer and the next question. */
  private static final int PAUSE = 10;

  private final CompletableFuture<Application> application;
  private final CompletableFuture<?> terminated;
  private final Runnable atFailure;
  private final Alarm alarm = new Alarm("parigot-lifeline");
  private final KernelActor.Beat beat = new KernelActor.Beat();

  // The alarm's thread only.
  private boolean asked;
  private int silent;
  private long heard;
  private int broken;
  private boolean failed;

  /**
   * @param application completes when its actor runs
   * @param atFailure run until it has not thrown anything, on a thread that may have no heap left
   */
  Lifeline(CompletableFuture<Application> application, ActorSystem<?> system, Runnable atFailure) {
    this.application = application;
    this.terminated = system.getWhenTerminated().toCompletableFuture();
    this.atFailure = atFailure;
    alarm.every(PERIOD_NANOS, this::look);
  }

  private void look() {
    Application watchedApplication = application.getNow(null);
    Lifecycle watched = watchedApplication == null ? null : watchedApplication.lifecycle();
    if (watched != null && watched.isOver()) {
      return;
    }
    if (terminated.isDone() || (watched != null && watched.isBroken())) {
      broken++;
    }
    if (broken > PATIENCE || isSilent()) {
      fail(watched);
    } else if (watched != null && !Debugger.MAY_HOLD_THREADS) {
      ask(watched.kernelActor());
    }
  }

  private boolean isSilent() {
    return silent > SILENCE && Time.ofThisMachine().nanos() - heard > SILENCE_NANOS;
  }

  private void fail(Lifecycle watched) {
    if (!failed) {
      atFailure.run();
      failed = true;
    }
    if (watched != null) {
      watched.gone();
    }
  }

  private void ask(ActorRef<KernelActor.Command> kernel) {
    if (asked && beat.isAnswered()) {
      asked = false;
      silent = 0;
    }
    if (silent == 0) {
      heard = Time.ofThisMachine().nanos();
    }
    if (kernel != null) {
      silent++;
    }
    if (!asked && silent > 0 && silent % PAUSE == 0) {
      beat.begin();
      // Without memory for this the kernel has none for an answer either: silence in any case.
      kernel.tell(beat);
      asked = true;
    }
  }

  @Override
  public void close() {
    alarm.close();
  }

  /** A person who looks at the kernel's thread may stop it for as long as that takes. */
  private static final class Debugger {
    static final boolean MAY_HOLD_THREADS =
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.contains("jdwp"));
  }
}
