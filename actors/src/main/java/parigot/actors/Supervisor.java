package parigot.actors;

import akka.Done;
import akka.actor.Cancellable;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;

/**
 * Stands above the kernel: waits until the modules are loaded, without holding a thread, spawns the
 * kernel, and closes the plugins when the kernel has ended.
 */
final class Supervisor extends AbstractBehavior<Parigot.Command> {
  /** Loading and closing take as long as modules and plugins do: no pool may wait for them. */
  static final Executor THREAD = task -> new Thread(task, "parigot-starter").start();

  private record Loaded(LoadedApplication application) implements Parigot.Command {}

  private record LoadFailed(Throwable failure) implements Parigot.Command {}

  private record KernelStopped() implements Parigot.Command {}

  private record PluginsClosed() implements Parigot.Command {}

  private final Application application;
  private final CompletionStage<LoadedApplication> loading;
  private final Runnable atEnd;
  private final Cancellable atShutdown;
  private Optional<ActorRef<KernelActor.Command>> kernel = Optional.empty();
  private boolean over;

  /**
   * @param time of the application
   * @param loading what will run; started already
   * @param started completed with the application at once
   * @param atEnd run when nothing is left
   */
  static Behavior<Parigot.Command> create(
      boolean hasMain,
      Time time,
      CompletionStage<LoadedApplication> loading,
      CompletableFuture<Application> started,
      java.util.function.Function<Application, Runnable> atEnd) {
    return Behaviors.setup(
        context -> {
          Application application = new Application(context.getSelf(), hasMain, time);
          started.complete(application);
          return new Supervisor(context, application, loading, atEnd.apply(application));
        });
  }

  private Supervisor(
      ActorContext<Parigot.Command> context,
      Application application,
      CompletionStage<LoadedApplication> loading,
      Runnable atEnd) {
    super(context);
    this.application = application;
    this.loading = loading;
    this.atEnd = atEnd;
    context.pipeToSelf(
        loading,
        (loaded, failure) -> failure == null ? new Loaded(loaded) : new LoadFailed(failure));
    // Before the actors go, one by one and in no order: an actor that is busy can only be asked
    // now.
    atShutdown =
        CoordinatedShutdown.get(context.getSystem())
            .addCancellableTask(
                CoordinatedShutdown.PhaseServiceStop(),
                "stop " + context.getSelf().path(),
                () -> application.stop().handle((code, failure) -> Done.getInstance()));
  }

  @Override
  public Receive<Parigot.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Loaded.class, this::onLoaded)
        .onMessage(LoadFailed.class, this::onLoadFailed)
        .onMessage(Parigot.Stop.class, this::onStop)
        .onMessage(Parigot.GetApplication.class, this::onGetApplication)
        .onMessage(KernelStopped.class, stopped -> onKernelStopped())
        .onMessage(PluginsClosed.class, closed -> end())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Parigot.Command> onLoaded(Loaded loaded) {
    application.loaded(loaded.application());
    ActorRef<KernelActor.Command> actor =
        getContext()
            .spawn(
                KernelActor.create(loaded.application(), application),
                "kernel",
                GuestDispatchers.shared(loaded.application().guests()).selector());
    getContext().watchWith(actor, new KernelStopped());
    kernel = Optional.of(actor);
    return this;
  }

  private Behavior<Parigot.Command> onLoadFailed(LoadFailed failed) {
    application.lifecycle().failed(asStartException(failed.failure()));
    return end();
  }

  private Behavior<Parigot.Command> onStop(Parigot.Stop stop) {
    if (kernel.isPresent()) {
      kernel.get().tell(new KernelActor.Shutdown(stop.code()));
      return this;
    }
    application.lifecycle().failed(new StartException("stopped while the modules were loaded"));
    closePlugins();
    return end();
  }

  private Behavior<Parigot.Command> end() {
    over = true;
    return Behaviors.stopped(atEnd::run);
  }

  /** Nothing more, at our own end. Else a parent, or whoever ends the system, stops this actor. */
  private Behavior<Parigot.Command> onStopped() {
    boolean unusedWasWaiting = atShutdown.cancel();
    if (!over) {
      if (application.lifecycle().hasKernelFailed()) {
        application.lifecycle().gone();
      } else {
        application
            .lifecycle()
            .failed(new StartException("the application's actors were stopped from outside"));
      }
      closePlugins();
      atEnd.run();
    }
    return this;
  }

  private void closePlugins() {
    CompletionStage<?> unusedClosing = loading.thenAcceptAsync(application::close, THREAD);
  }

  private Behavior<Parigot.Command> onGetApplication(Parigot.GetApplication get) {
    get.replyTo().tell(application);
    return this;
  }

  private Behavior<Parigot.Command> onKernelStopped() {
    getContext()
        .pipeToSelf(
            loading.thenAcceptAsync(application::close, THREAD),
            (done, failure) -> new PluginsClosed());
    return this;
  }

  static StartException asStartException(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StartException bad) {
      return bad;
    }
    if (cause instanceof LinkageError) {
      return new StartException(
          "the application cannot be started, as a library is not of the version that Parigot was"
              + " built with: "
              + rootOf(cause),
          cause);
    }
    return new StartException("the application cannot be started: " + cause, cause);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
