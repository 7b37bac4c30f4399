package parigot.runtime.loading;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.jvm.JavaProgram;
import parigot.plugin.GuestLog;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.JavaCode;
import parigot.runtime.guest.WasmCode;
import parigot.runtime.plugins.Plugins;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.JavaClasses;
import parigot.wasm.CompiledModule;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.InspectedModule;
import parigot.wasm.ModuleException;

/**
 * The modules of an application while they are loaded, several at once. First all are inspected,
 * which is quick; what is wrong with a module's imports or its memory is found before the first is
 * compiled, which is not. To be used by one thread, in this order: {@link #inspect}, {@link
 * #check}, {@link #compile}.
 */
final class GuestModules implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuestModules.class);

  private final ApplicationSettings settings;
  private final Engine engine;
  private final ExecutorService loaders;
  private final Map<Path, InspectedModule> inspected = new LinkedHashMap<>();
  private final Map<String, ServiceDescriptors> descriptors = new HashMap<>();
  private final Map<String, GuestCode> codes = new LinkedHashMap<>();

  GuestModules(ApplicationSettings settings, ExecutorService loaders) {
    this.settings = settings;
    this.loaders = loaders;
    this.engine =
        Engine.open(new EngineSettings(settings.cacheDirectory(), settings.loadTimeout()));
  }

  /**
   * Reads all modules but for their functions, looks for the classes of guests that run as plain
   * Java, and says which cannot be guests.
   */
  void inspect(Refusals refusals) {
    lookForClasses(refusals);
    inspected.putAll(
        all(
            file -> {
              LOG.debug("Loading {}", file);
              return engine.inspect(file);
            },
            guest -> true,
            refusals));
    for (GuestSettings guest : settings.guests()) {
      if (runsAsModule(guest) && inspected.containsKey(guest.wasm())) {
        try {
          descriptors.put(guest.name(), GuestDescriptors.of(guest, inspected.get(guest.wasm())));
        } catch (StartException e) {
          refusals.add(guest.name(), e.getMessage(), e);
        }
      }
    }
  }

  private void lookForClasses(Refusals refusals) {
    for (GuestSettings guest : settings.guests()) {
      if (guest.java().isPresent()) {
        JavaClasses java = guest.java().get();
        try {
          codes.put(
              guest.name(),
              new JavaCode(
                  JavaProgram.of(java.mainClass(), java.classPath()), GuestDescriptors.of(guest)));
        } catch (ModuleException | StartException e) {
          refusals.add(guest.name(), e.getMessage(), e);
        }
      }
    }
  }

  /** Warns of what plain Java does not do for guests. After {@link #inspect}. */
  void sayWhatRunsAsJava() {
    for (GuestSettings guest : settings.guests()) {
      if (guest.java().isEmpty() && guest.engine() == GuestSettings.Engine.JVM) {
        GuestLog.about(
            guest.name(),
            () ->
                LOG.warn(
                    "Guest {} runs as WebAssembly, whatever engine says: its build has left no"
                        + " classes beside {}.",
                    guest.name(),
                    guest.wasm()));
      }
    }
    if (!codes.isEmpty()) {
      GuestLog.about(
          codes.keySet(),
          () ->
              LOG.warn(
                  "As plain Java run {}: with no limit of memory, and a loop without end is logged,"
                      + " not ended.",
                  String.join(", ", codes.keySet())));
    }
  }

  /**
   * Says which guests import what they will not get, and which begin with too much memory.
   *
   * @param promised bytes of {@code memory-total} that other guests may take
   */
  void check(Plugins plugins, long promised, Refusals refusals) {
    for (GuestSettings guest : settings.guests()) {
      InspectedModule module = inspected.get(guest.wasm());
      if (module == null || !runsAsModule(guest)) {
        continue;
      }
      try {
        Map<String, Set<String>> offered = new TreeMap<>(plugins.functionsFor(guest));
        offered.put(GuestProgram.KERNEL_MODULE, GuestProgram.kernelFunctions());
        UnprovidedImports.of(module, guest, offered, plugins)
            .ifPresent(
                sentence -> refusals.add(guest.name(), sentence, new StartException(sentence)));
        module.requireFits(guest.memoryLimit(), offered);
      } catch (ModuleException e) {
        refusals.add(guest.name(), e.getMessage(), e);
      }
    }
    settings.memoryTotal().ifPresent(total -> requireRoom(total, promised, refusals));
  }

  /**
   * Says which guests import what nobody provides, or what a plugin provides that they are not
   * granted. What functions a plugin has is known only once it is started.
   *
   * @param plugins the names of those that there are
   */
  void checkWithoutPlugins(Set<String> plugins, Refusals refusals) {
    Map<String, Set<String>> offered =
        Map.of(GuestProgram.KERNEL_MODULE, GuestProgram.kernelFunctions());
    for (GuestSettings guest : settings.guests()) {
      InspectedModule module = inspected.get(guest.wasm());
      if (module == null || !runsAsModule(guest)) {
        continue;
      }
      // The first of each host module tells enough.
      Set<String> told = new HashSet<>(guest.plugins());
      for (CompiledModule.Import wanted : module.unprovided(offered)) {
        if (told.add(wanted.module())) {
          String sentence =
              plugins.contains(wanted.module())
                  ? "it imports %s, and is not granted the plugin %s"
                      .formatted(wanted.shown(), wanted.module())
                  : "it imports %s, which nobody provides".formatted(wanted.shown());
          refusals.add(guest.name(), sentence, new StartException(sentence));
        }
      }
    }
  }

  /**
   * Guests may not be promised more memory than there is: then one of them would some day get an
   * error, or the whole process.
   */
  private void requireRoom(long total, long promisedToOthers, Refusals refusals) {
    long promised = promisedToOthers;
    for (GuestSettings guest : settings.guests()) {
      InspectedModule module = runsAsModule(guest) ? inspected.get(guest.wasm()) : null;
      for (int instance = 1; module != null && instance <= guest.instances(); instance++) {
        long its = module.largestMemory(guest.memoryLimit());
        if (its > total - promised) {
          String label = guest.instances() == 1 ? guest.name() : guest.name() + "." + instance;
          String sentence =
              "its memory may grow to %,d bytes, and of parigot.memory-total, %,d bytes, the guests before it leave %,d; lower a memory-limit or raise memory-total."
                  .formatted(its, total, total - promised);
          refusals.add(label, sentence, new StartException(sentence));
          return;
        }
        promised += its;
      }
    }
  }

  /**
   * Compiles all modules, those too whose fellows turn out to be of no use: they are kept.
   *
   * @return the code of each guest, by its name
   */
  Map<String, GuestCode> compile(Refusals refusals) {
    return compile(guest -> true, refusals);
  }

  /**
   * Compiles the modules of some guests.
   *
   * @return the code of each of them, by its name
   */
  Map<String, GuestCode> compile(Predicate<GuestSettings> wanted, Refusals refusals) {
    Map<Path, CompiledModule> compiled = all(this::compiled, wanted, refusals);
    for (GuestSettings guest : settings.guests()) {
      if (runsAsModule(guest) && compiled.containsKey(guest.wasm())) {
        codes.put(
            guest.name(), new WasmCode(compiled.get(guest.wasm()), descriptors.get(guest.name())));
      }
    }
    codes
        .keySet()
        .retainAll(settings.guests().stream().filter(wanted).map(GuestSettings::name).toList());
    return Map.copyOf(codes);
  }

  /** Tells the code of a guest that was inspected from any other. */
  String fingerprint(GuestSettings guest) {
    return runsAsModule(guest)
        ? inspected.get(guest.wasm()).fingerprint()
        : codes.get(guest.name()).fingerprint();
  }

  private static boolean runsAsModule(GuestSettings guest) {
    return guest.java().isEmpty();
  }

  @FunctionalInterface
  private interface Step<T> {
    T apply(Path file) throws ModuleException;
  }

  private <T> Map<Path, T> all(Step<T> step, Predicate<GuestSettings> wanted, Refusals refusals) {
    Map<Path, Future<T>> steps = new LinkedHashMap<>();
    for (GuestSettings guest : settings.guests()) {
      if (runsAsModule(guest) && wanted.test(guest)) {
        steps.computeIfAbsent(guest.wasm(), file -> loaders.submit(() -> step.apply(file)));
      }
    }
    Map<Path, T> done = new LinkedHashMap<>();
    steps.forEach(
        (file, future) -> {
          try {
            done.put(file, future.get());
          } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String sentence = sentence(file, cause);
            guestsOf(file).forEach(guest -> refusals.add(guest, sentence, cause));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while the modules were loaded", e);
          }
        });
    return done;
  }

  /** What is refused is logged at once when others may be compiled for minutes yet. */
  private CompiledModule compiled(Path file) throws ModuleException {
    try {
      InspectedModule module = inspected.get(file);
      return engine.compile(
          module, new LoadingLines(guestsOf(file), file, module.size(), module.instructions()));
    } catch (ModuleException | RuntimeException | Error e) {
      if (inspected.size() > 1) {
        String line = Refusals.line(guestsOf(file), sentence(file, e));
        GuestLog.about(guestsOf(file), () -> LOG.error("{}", line));
      }
      throw e;
    }
  }

  private List<String> guestsOf(Path file) {
    return settings.guests().stream()
        .filter(guest -> runsAsModule(guest) && guest.wasm().equals(file))
        .map(GuestSettings::name)
        .toList();
  }

  private static String sentence(Path file, Throwable failure) {
    return failure instanceof ModuleException
        ? failure.getMessage()
        : file + " cannot be loaded: " + failure;
  }

  @Override
  public void close() {
    loaders.shutdownNow();
    engine.close();
  }
}
