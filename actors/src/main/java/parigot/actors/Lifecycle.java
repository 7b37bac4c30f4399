package parigot.actors;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parigot.kernel.rules.Kernel;
import parigot.runtime.StartException;

/**
 * How far an application is between its start and its end, for who looks at it from outside. The
 * kernel's actor and the supervisor say so; any thread may read it.
 */
final class Lifecycle {
  /** What the kernel was when it came to its end: it does not change any more. */
  record LastState(Kernel kernel, long now) {}

  private final CompletableFuture<ActorRef<KernelActor.Command>> kernel = new CompletableFuture<>();
  private final CompletableFuture<Void> launched = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final CompletableFuture<LastState> last = new CompletableFuture<>();
  private final Outstanding outstanding;
  private final Callbacks callbacks;
  private volatile int code;
  private volatile boolean broken;
  private volatile boolean kernelFails;
  private volatile boolean hasFailed;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * @param outstanding ended with the application
   * @param callbacks closed at its end
   */
  Lifecycle(Outstanding outstanding, Callbacks callbacks) {
    this.outstanding = outstanding;
    this.callbacks = callbacks;
  }

  /** The kernel's actor; fails when the application could not start. */
  CompletableFuture<ActorRef<KernelActor.Command>> kernel() {
    return kernel;
  }

  CompletableFuture<Void> launched() {
    return launched;
  }

  /** The exit code, when nothing of the application is left. */
  CompletableFuture<Integer> ended() {
    return ended;
  }

  CompletableFuture<LastState> last() {
    return last;
  }

  Optional<String> trouble() {
    return trouble;
  }

  boolean hasFailed() {
    return hasFailed;
  }

  /** The kernel's actor runs. */
  void running(ActorRef<KernelActor.Command> actor) {
    kernel.complete(actor);
  }

  void allLaunched() {
    launched.complete(null);
  }

  void reported(String sentence) {
    trouble = Optional.of(sentence);
  }

  /** The kernel's actor has been stopped, by whatever it was; needs no memory. */
  void broken() {
    broken = true;
  }

  /** The kernel's actor fails; needs no memory. */
  void kernelFails() {
    kernelFails = true;
    broken = true;
  }

  boolean hasKernelFailed() {
    return kernelFails;
  }

  boolean isBroken() {
    return broken;
  }

  /** Whether its end is known to whoever waits for it; needs no memory. */
  boolean isOver() {
    return ended.isDone();
  }

  /** The kernel's actor, or null when it does not run yet; needs no memory. */
  ActorRef<KernelActor.Command> kernelActor() {
    return kernel.isCompletedExceptionally() ? null : kernel.getNow(null);
  }

  /** It ends with this code. */
  void ending(int exitCode) {
    code = exitCode;
  }

  void failed(StartException failure) {
    launched.completeExceptionally(failure);
    kernel.completeExceptionally(failure);
    last.completeExceptionally(failure);
    ended.completeExceptionally(failure);
    outstanding.end();
    callbacks.close();
  }

  /** The kernel has come to its end, and its state does not change any more. */
  void over(Kernel state, long now) {
    last.complete(new LastState(state, now));
    launched.completeExceptionally(
        new StartException(trouble.orElse("the application ended before all had launched")));
    outstanding.end();
  }

  /** Nothing of the application is left. */
  void gone() {
    if (last.isDone() && !last.isCompletedExceptionally()) {
      ended.complete(code);
    } else {
      hasFailed = hasFailed || !ended.isDone();
      failed(new StartException("the kernel's actor failed: the cause stands in the log"));
    }
    outstanding.end();
    callbacks.close();
  }

  /** For who has asked the kernel for something: it may have heard nothing of it any more. */
  void endWhatIsOpenIfOver() {
    if (last.isDone() || ended.isDone()) {
      outstanding.end();
    }
  }
}
