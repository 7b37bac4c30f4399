package parigot.actors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.Budgets;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.IdSource;
import parigot.kernel.KernelSettings;
import parigot.kernel.RestartPolicy;
import parigot.plugin.GuestServices;
import parigot.wasm.CompiledModule;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.ModuleException;

/**
 * An application whose modules are all loaded and compiled, so that nothing about a module can go
 * wrong any more once the first guest has started.
 */
record LoadedApplication(
    KernelSettings kernelSettings,
    IdSource ids,
    IdSource idsOfHostCalls,
    List<GuestPlan> guests,
    GuestDispatchers.Shared dispatcher,
    Console console,
    Plugins plugins) {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedApplication.class);

  /**
   * Loads every module, several at once.
   *
   * @throws StartException for the first guest, in the order of their names, whose module cannot be
   *     used
   */
  static LoadedApplication load(
      ApplicationSettings settings, Console console, GuestServices guests) {
    Map<Path, CompiledModule> modules = modules(settings);
    Chance chance = new Chance(settings.seed());
    List<GuestPlan> plans = new ArrayList<>();
    for (GuestSettings guest : settings.guests()) {
      CompiledModule module = modules.get(guest.wasm());
      int capacity = module.exportsAlloc() ? guest.messageLimit() : GuestSpec.LEAST_CAPACITY;
      for (int instance = 1; instance <= guest.instances(); instance++) {
        GuestSpec spec =
            new GuestSpec(
                guest.name(),
                instance,
                guest.instances(),
                guest.kind() == GuestSettings.Kind.SERVER ? GuestKind.SERVER : GuestKind.MAIN,
                capacity,
                guest.callsInFlight(),
                guest.mailbox(),
                guest.services(),
                new Budgets(
                    guest.namesMemory(), guest.callsInFlightMemory(), guest.mailboxMemory()),
                guest.grants(),
                restart(guest));
        plans.add(
            new GuestPlan(
                spec,
                guest,
                module,
                starts -> chance.worldOf(spec.label(), starts),
                settings.timezone()));
      }
    }
    settings.memoryTotal().ifPresent(total -> requireRoom(plans, total));
    WorstCase.of(plans).warningIn(Runtime.getRuntime().maxMemory()).ifPresent(LOG::warn);
    Plugins plugins = Plugins.start(settings, chance, guests);
    return new LoadedApplication(
        new KernelSettings(settings.launchTimeout(), settings.callTimeout(), settings.exitGrace()),
        chance.ids(),
        chance.idsOfHostCalls(),
        List.copyOf(plans),
        GuestDispatchers.shared(plans),
        console,
        plugins);
  }

  /**
   * Guests may not be promised more memory than there is: then one of them would some day get an
   * error, or the whole process.
   */
  private static void requireRoom(List<GuestPlan> plans, long total) {
    long promised = 0;
    for (GuestPlan plan : plans) {
      long its = plan.module().largestMemory(plan.settings().memoryLimit());
      if (its > total - promised) {
        throw new StartException(
            "guest %s: its memory may grow to %,d bytes, and of parigot.memory-total, %,d bytes, the guests before it leave %,d; lower a memory-limit or raise memory-total."
                .formatted(plan.label(), its, total, total - promised));
      }
      promised += its;
    }
  }

  private static RestartPolicy restart(GuestSettings guest) {
    GuestSettings.RestartBackoff backoff = guest.restartBackoff();
    return new RestartPolicy(
        switch (guest.restart()) {
          case NEVER -> RestartPolicy.When.NEVER;
          case ON_FAILURE -> RestartPolicy.When.ON_FAILURE;
          case ALWAYS -> RestartPolicy.When.ALWAYS;
        },
        backoff.min(),
        backoff.max(),
        backoff.ceiling(),
        backoff.within());
  }

  private static Map<Path, CompiledModule> modules(ApplicationSettings settings) {
    Map<Path, Future<CompiledModule>> loading = new LinkedHashMap<>();
    ExecutorService loaders =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "parigot-loader");
              thread.setDaemon(true);
              return thread;
            });
    try (Engine engine =
        Engine.open(new EngineSettings(settings.cacheDirectory(), settings.loadTimeout()))) {
      for (GuestSettings guest : settings.guests()) {
        loading.computeIfAbsent(guest.wasm(), file -> loaders.submit(loadFrom(engine, file)));
      }
      Map<Path, CompiledModule> modules = new LinkedHashMap<>();
      for (GuestSettings guest : settings.guests()) {
        modules.put(guest.wasm(), loaded(guest, loading.get(guest.wasm())));
      }
      return modules;
    } finally {
      loaders.shutdownNow();
    }
  }

  private static Callable<CompiledModule> loadFrom(Engine engine, Path file) {
    return () -> {
      LOG.debug("Loading {}", file);
      return engine.load(file);
    };
  }

  private static CompiledModule loaded(GuestSettings guest, Future<CompiledModule> loading) {
    try {
      return loading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModuleException bad) {
        throw new StartException("guest " + guest.name() + ": " + bad.getMessage(), bad);
      }
      throw new StartException(
          "guest " + guest.name() + ": its module cannot be loaded: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while the modules were loaded", e);
    }
  }
}
