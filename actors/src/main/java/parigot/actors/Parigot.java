package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Starts applications: on an actor system of their own, or as a behavior inside another.
 *
 * <pre>{@code
 * try (Application application = Parigot.start(ConfigFactory.load())) {
 *   application.launched().toCompletableFuture().join();
 *   ...
 * }
 * }</pre>
 */
public final class Parigot {
  private static final String NAME = "parigot";

  /** What the supervisor of an application understands. */
  public sealed interface Command {}

  /** Asks for the application, to call its services and to look at it. */
  public record GetApplication(ActorRef<Application> replyTo) implements Command {}

  /** Ends the application in order: dependants first. */
  public record Stop(int code) implements Command {}

  private record Loaded(LoadedApplication application) implements Command {}

  private record LoadFailed(Throwable failure) implements Command {}

  private record KernelStopped() implements Command {}

  private Parigot() {}

  /**
   * Starts an application on an actor system of its own, which ends with it. Main guests write to
   * the standard output of the process.
   *
   * @param config a whole configuration, as {@code ConfigFactory.load()} gives it
   * @throws SettingsException when the configuration is wrong
   * @throws StartException when a module cannot be used; nothing has been started then
   */
  public static Application start(Config config) {
    return start(config, Console.standardOutput());
  }

  /** As {@link #start(Config)}, with another place for what main guests write. */
  public static Application start(Config config, Console console) {
    ApplicationSettings settings = ApplicationSettings.of(config);
    CompletableFuture<LoadedApplication> loading = load(settings, console);
    CompletableFuture<Application> started = new CompletableFuture<>();
    ActorSystem<Command> system =
        ActorSystem.create(
            supervisor(settings, loading, started), NAME, ownSystem(settings.config()));
    try {
      loading.join();
      Application application = started.join();
      application.awaitRunning();
      system.getWhenTerminated().thenAccept(done -> application.gone());
      return application;
    } catch (CompletionException e) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      throw e.getCause() instanceof StartException bad
          ? bad
          : new StartException("the application cannot be started: " + e.getCause(), e.getCause());
    }
  }

  /**
   * An application as a behavior, to be spawned in an actor system that exists. Its kernel is the
   * child {@code kernel}. It stops when the application has ended, and when its modules cannot be
   * loaded.
   *
   * @param config a whole configuration; the dispatchers are taken from the actor system's own
   * @throws SettingsException when the configuration is wrong
   */
  public static Behavior<Command> behavior(Config config) {
    ApplicationSettings settings = ApplicationSettings.of(config);
    return Behaviors.setup(
        context ->
            supervisor(
                settings, load(settings, Console.standardOutput()), new CompletableFuture<>()));
  }

  /** On a thread of its own: compiling takes seconds, and no pool of anybody else's must wait. */
  private static CompletableFuture<LoadedApplication> load(
      ApplicationSettings settings, Console console) {
    return CompletableFuture.supplyAsync(
        () -> LoadedApplication.load(settings, console),
        task -> new Thread(task, "parigot-starter").start());
  }

  /** What our own actor system needs differently from Akka's defaults. */
  private static Config ownSystem(Config config) {
    return config.getConfig("parigot.actor-system").atPath("akka").withFallback(config);
  }

  private static Behavior<Command> supervisor(
      ApplicationSettings settings,
      CompletionStage<LoadedApplication> loading,
      CompletableFuture<Application> started) {
    return Behaviors.setup(
        context -> {
          boolean hasMain =
              settings.guests().stream()
                  .anyMatch(guest -> guest.kind() != GuestSettings.Kind.SERVER);
          Application application = new Application(context.getSelf(), hasMain);
          started.complete(application);
          context.pipeToSelf(
              loading,
              (loaded, failure) -> failure == null ? new Loaded(loaded) : new LoadFailed(failure));
          return loading(context, application);
        });
  }

  private static Behavior<Command> loading(ActorContext<Command> context, Application application) {
    return Behaviors.receive(Command.class)
        .onMessage(
            Loaded.class,
            loaded -> {
              ActorRef<KernelActor.Command> kernel =
                  context.spawn(
                      KernelActor.create(loaded.application(), application),
                      "kernel",
                      GuestDispatchers.SHARED);
              context.watchWith(kernel, new KernelStopped());
              return running(kernel, application);
            })
        .onMessage(
            LoadFailed.class,
            failed -> {
              application.failed(asStartException(failed.failure()));
              return Behaviors.stopped();
            })
        .onMessage(
            Stop.class,
            stop -> {
              application.failed(new StartException("stopped while the modules were loaded"));
              return Behaviors.stopped();
            })
        .onMessage(GetApplication.class, get -> answer(get, application))
        .build();
  }

  private static Behavior<Command> running(
      ActorRef<KernelActor.Command> kernel, Application application) {
    return Behaviors.receive(Command.class)
        .onMessage(
            Stop.class,
            stop -> {
              kernel.tell(new KernelActor.Shutdown(stop.code()));
              return Behaviors.same();
            })
        .onMessage(KernelStopped.class, stopped -> Behaviors.stopped(application::gone))
        .onMessage(GetApplication.class, get -> answer(get, application))
        .build();
  }

  private static Behavior<Command> answer(GetApplication get, Application application) {
    get.replyTo().tell(application);
    return Behaviors.same();
  }

  private static StartException asStartException(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StartException bad
        ? bad
        : new StartException("the application cannot be started: " + cause, cause);
  }
}
