package parigot.actors;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.google.protobuf.Message;
import com.typesafe.config.Config;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestServices;
import parigot.runtime.Console;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;
import parigot.runtime.settings.SettingsException;

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

  /** What the supervisor of an application understands, its own private messages included. */
  public interface Command {}

  /** Asks for the application, to call its services and to look at it. */
  public record GetApplication(ActorRef<Application> replyTo) implements Command {}

  /** Ends the application in order: dependants first. */
  public record Stop(int code) implements Command {}

  private Parigot() {}

  /**
   * Starts an application on an actor system of its own, which ends with it. Main guests write to
   * the standard output of the process. Guests of kind {@code test} are left out.
   *
   * @param config what the application sets; defaults are added and system properties count as they
   *     do in {@code ConfigFactory.load()}, when that made it
   * @throws SettingsException when the configuration is wrong
   * @throws StartException when a module or a plugin cannot be used; no guest has run then
   */
  public static Application start(Config config) {
    return start(config, Console.standardOutput());
  }

  /** As {@link #start(Config)}, with another place for what main guests write. */
  public static Application start(Config config, Console console) {
    return start(ApplicationSettings.of(config), console);
  }

  /**
   * Starts one node of an application that is spread over several: what the placement puts there.
   * The guests of all nodes start together once the nodes are linked.
   *
   * @param config what the application sets, the same on all nodes
   * @param placement which nodes there are and what runs where, the same on all nodes
   * @param node which of them this is
   * @throws SettingsException when the configuration or the placement is wrong
   * @throws StartException when a module or a plugin cannot be used, or the node cannot listen
   */
  public static Application start(Config config, Config placement, String node) {
    Placement places = Placement.of(placement);
    return start(
        ApplicationSettings.of(config).on(places, places.chosen(Optional.of(node))),
        Console.standardOutput());
  }

  /**
   * As {@link #start(Config)}, from settings that were read already: what guests they have runs,
   * tests included.
   */
  public static Application start(ApplicationSettings settings, Console console) {
    return start(settings, console, () -> {});
  }

  /**
   * As {@link #start(ApplicationSettings, Console)}, for a program that is nothing without the
   * application.
   *
   * @param atFailure run, again if it throws something, when the runtime itself has failed, for
   *     want of memory for instance, and could not tell so within some seconds: on a thread of its
   *     own, and perhaps with no heap left to allocate anything
   */
  public static Application start(
      ApplicationSettings settings, Console console, Runnable atFailure) {
    return start(settings, console, Time.ofThisMachine(), atFailure);
  }

  /**
   * As {@link #start(ApplicationSettings, Console)}, in a time that passes when the caller says so.
   */
  public static Application start(ApplicationSettings settings, Console console, ManualTime time) {
    return start(settings, console, time, () -> {});
  }

  private static Application start(
      ApplicationSettings settings, Console console, Time time, Runnable atFailure) {
    CompletableFuture<Application> started = new CompletableFuture<>();
    CompletableFuture<LoadedApplication> loading = load(settings, console, time, started);
    ActorSystem<Command> system =
        ActorSystem.create(
            Supervisor.create(settings.hasMain(), time, loading, started, application -> () -> {}),
            NAME,
            ActorSystemSetup.create(
                BootstrapSetup.create(OwnSystemConfig.of(settings.config(), time)),
                new PaceSetup(Pace.of(time))));
    Lifeline lifeline = new Lifeline(started, system, atFailure);
    try {
      loading.join();
      Application application = started.join();
      application.lifecycle().kernel().join();
      CompletionStage<?> unusedEnd =
          system
              .getWhenTerminated()
              .thenAccept(
                  done -> {
                    application.lifecycle().gone();
                    lifeline.close();
                  });
      return application;
    } catch (CompletionException e) {
      lifeline.close();
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      throw Supervisor.asStartException(e);
    }
  }

  /**
   * An application as a behavior, to be spawned in an actor system that exists. Its kernel is the
   * child {@code kernel}. It stops when the application has ended, and when its modules cannot be
   * loaded. While it lives it can be asked for the {@link Application}. When the actor system is
   * ended, the application is ended in order first, in the phase {@code service-stop} of Akka's
   * coordinated shutdown, whose time-out should be longer than {@code parigot.stop-grace} and
   * {@code parigot.exit-grace} together. Guests of kind {@code test} are left out.
   *
   * @param config what the application sets; the dispatchers are taken from the actor system's own
   *     configuration
   * @throws SettingsException when the configuration is wrong
   */
  public static Behavior<Command> behavior(Config config) {
    return behavior(config, application -> {});
  }

  /**
   * As {@link #behavior(Config)}, for who has to learn how the application ends, however soon that
   * is: modules that cannot be loaded may stop the actor before a question reaches it.
   *
   * @param started gets the application when the actor starts, on its thread, before the modules
   *     are loaded; quick, and without an exception
   * @throws SettingsException when the configuration is wrong
   */
  public static Behavior<Command> behavior(Config config, Consumer<Application> started) {
    return behavior(ApplicationSettings.of(config), started);
  }

  /**
   * As {@link #behavior(Config, Consumer)}, from settings that were read already: what guests they
   * have runs, tests included.
   */
  public static Behavior<Command> behavior(
      ApplicationSettings settings, Consumer<Application> started) {
    return Behaviors.setup(
        context -> {
          CompletableFuture<Application> running = new CompletableFuture<>();
          return Supervisor.create(
              settings.hasMain(),
              Time.ofThisMachine(),
              load(settings, Console.standardOutput(), Time.ofThisMachine(), running),
              running,
              application -> {
                started.accept(application);
                Lifeline lifeline = new Lifeline(running, context.getSystem(), () -> {});
                return () -> {
                  application.lifecycle().gone();
                  lifeline.close();
                };
              });
        });
  }

  private static CompletableFuture<LoadedApplication> load(
      ApplicationSettings settings,
      Console console,
      Time time,
      CompletableFuture<Application> application) {
    return CompletableFuture.supplyAsync(
        () -> {
          Fronts fronts = Fronts.of(settings);
          LoadedApplication loaded =
              LoadedApplication.load(
                  settings,
                  console,
                  new LaterServices(application),
                  PlatformThreads.loaders(),
                  new PlatformThreads(time),
                  time);
          application.join().open(fronts, loaded);
          return loaded;
        },
        Supervisor.THREAD);
  }

  /** What plugins call guests through: they are started before the application is. */
  private record LaterServices(CompletableFuture<Application> application)
      implements GuestServices {
    @Override
    public <R extends Message> CompletionStage<R> call(
        String packagePath, String service, String method, Message request, Class<R> response) {
      return begin(packagePath, service, method, request, response).response();
    }

    @Override
    public <R extends Message> CompletionStage<R> call(
        String packagePath,
        String service,
        String method,
        Message request,
        Class<R> response,
        CallOptions options) {
      return begin(packagePath, service, method, request, response, options).response();
    }

    @Override
    public <R extends Message> GuestCall<R> begin(
        String packagePath,
        String service,
        String method,
        Message request,
        Class<R> response,
        CallOptions options) {
      return later(
          running -> running.begin(packagePath, service, method, request, response, options));
    }

    @Override
    public <R extends Message> GuestCall<R> begin(
        String packagePath, String service, String method, Message request, Class<R> response) {
      return later(running -> running.begin(packagePath, service, method, request, response));
    }

    private <R extends Message> GuestCall<R> later(Function<Application, GuestCall<R>> made) {
      CompletableFuture<Void> over = new CompletableFuture<>();
      CompletableFuture<Void> ended = new CompletableFuture<>();
      AtomicBoolean begun = new AtomicBoolean();
      CompletableFuture<R> result =
          application.thenCompose(
              running -> {
                begun.set(true);
                GuestCall<R> call = made.apply(running);
                CompletionStage<?> unusedWithdrawal =
                    over.thenRun(() -> call.response().toCompletableFuture().cancel(false));
                CompletionStage<?> unusedOver = call.ended().thenRun(() -> ended.complete(null));
                return call.response();
              });
      // Whoever cancels this means the call.
      CompletionStage<?> unusedEnd =
          result.whenComplete(
              (answer, failure) -> {
                over.complete(null);
                if (!begun.get()) {
                  ended.complete(null);
                }
              });
      return new GuestCall<>(result, ended.minimalCompletionStage());
    }

    @Override
    public CompletionStage<Void> running(String packagePath, String service) {
      return application.thenCompose(running -> running.running(packagePath, service));
    }
  }
}
