package parigot.runtime.plugins;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.CallSpan;
import parigot.kernel.Id;
import parigot.kernel.TraceContext;
import parigot.plugin.BlockReader;
import parigot.plugin.GuestServices;
import parigot.plugin.NearestName;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.StartException;
import parigot.runtime.machine.HeapGate;
import parigot.runtime.machine.Randomness;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.PluginSettings;
import parigot.wasm.HostModule;

/**
 * The plugins of an application: those that a guest is granted, and those that the configuration
 * has a block for. Found, started and closed here; what guests call is a {@link PluginFunction}.
 */
public final class Plugins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Set<String> RESERVED = Set.of("parigot", "wasi_snapshot_preview1");

  private final Map<String, RunningPlugin> running = new LinkedHashMap<>();
  private final PluginFinder finder = new PluginFinder();
  private final PluginThreads threads;
  private final Time time;
  private final HeapGate heapGate;
  private Set<String> known = Set.of();
  private long stopGraceNanos;
  private Optional<CompletableFuture<Void>> draining = Optional.empty();

  private Plugins(PluginThreads threads, Time time) {
    this.threads = threads;
    this.time = time;
    this.heapGate = new HeapGate(time);
  }

  /**
   * Finds and starts them.
   *
   * @param threads what they run on; theirs, and closed with them
   * @throws StartException when one is not there, or does not start: nothing is left started then
   */
  public static Plugins start(
      ApplicationSettings settings,
      Time time,
      Randomness randomness,
      GuestServices guests,
      PluginThreads threads) {
    Plugins plugins = new Plugins(threads, time);
    try {
      plugins.startAll(settings, randomness, guests);
      if (settings.pluginDispatcher().heapGate()) {
        threads.every(LOOK_NANOS, plugins::look);
      }
      return plugins;
    } catch (RuntimeException | Error e) {
      plugins.close();
      throw e;
    }
  }

  /**
   * The names of the plugins on the class path; none is started.
   *
   * @throws StartException when one cannot be made
   */
  public static Set<String> onClassPath() {
    try (PluginFinder finder = new PluginFinder()) {
      return Set.copyOf(finder.find(Map.of()).keySet());
    }
  }

  private void startAll(ApplicationSettings settings, Randomness randomness, GuestServices guests) {
    stopGraceNanos = settings.stopGrace().toNanos();
    Map<String, Plugin> found = finder.find(settings.plugins());
    known = new TreeSet<>(found.keySet());
    Set<String> wanted = new TreeSet<>();
    settings
        .plugins()
        .forEach(
            (name, plugin) -> {
              // Of several nodes it runs on those with guests that are granted it, if any is.
              boolean hasGuests =
                  settings.node().filter(node -> node.granted().contains(name)).isPresent();
              if (plugin.configured() && !hasGuests) {
                wanted.add(name);
              }
            });
    for (GuestSettings guest : settings.guests()) {
      for (String plugin : guest.plugins()) {
        if (!known.contains(plugin)) {
          throw new StartException(
              "%sguest %s is granted the plugin %s, and there is none of that name; %s"
                  .formatted(
                      placeOfGrant(settings.config(), guest.name()),
                      guest.name(),
                      plugin,
                      NearestName.hint(plugin, known)));
        }
        wanted.add(plugin);
      }
    }
    AtomicLong callNumbers = new AtomicLong();
    for (String name : wanted) {
      Plugin plugin = found.get(name);
      if (plugin == null) {
        throw new StartException(
            "%sparigot.plugins.%s: there is no plugin of that name; %s"
                .formatted(
                    placeOf(settings.config(), ConfigUtil.joinPath("parigot", "plugins", name)),
                    name,
                    NearestName.hint(name, known)));
      }
      PluginSettings own = settings.plugin(name);
      Context context =
          new Context(
              block(plugin, settings),
              time,
              randomness.generator(name),
              threads.areSimulated(),
              guests);
      running.put(
          name,
          started(
              plugin,
              context,
              services ->
                  new RunningPlugin(
                      plugin,
                      services,
                      own.timeout(),
                      settings.pluginDispatcher(),
                      threads,
                      time,
                      callNumbers)));
    }
  }

  /** A plugin's own settings, with other stores where the application is to have such. */
  private Config block(Plugin plugin, ApplicationSettings settings) {
    Config block = settings.plugin(plugin.name()).block();
    if (threads.areSimulated()) {
      for (String key : plugin.stores()) {
        block = block.withoutPath(key);
      }
    } else if (settings.ownStores().isPresent()) {
      for (String key : plugin.stores()) {
        if (block.hasPath(key)) {
          Path own = settings.ownStores().get().resolve(plugin.name() + "-" + key);
          block = block.withValue(key, ConfigValueFactory.fromAnyRef(own.toString()));
        }
      }
    }
    return block;
  }

  private static String placeOfGrant(Config config, String guest) {
    String own = ConfigUtil.joinPath("parigot", "guests", guest, "plugins");
    return placeOf(config, config.hasPath(own) ? own : "parigot.guest-defaults.plugins");
  }

  private static String placeOf(Config config, String path) {
    return BlockReader.place(config.getValue(path).origin()) + ": ";
  }

  private RunningPlugin started(
      Plugin plugin, Context context, Function<List<PluginService>, RunningPlugin> running) {
    try {
      plugin.start(context);
    } catch (PluginException e) {
      throw new StartException("plugin %s: %s".formatted(plugin.name(), e.getMessage()), e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new StartException("plugin %s failed to start: %s.".formatted(plugin.name(), e), e);
    }
    try {
      List<PluginService> services = List.copyOf(plugin.services());
      checkModules(plugin, services);
      return running.apply(services);
    } catch (StartException e) {
      plugin.close();
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      plugin.close();
      throw new StartException(
          "plugin %s failed to name its services: %s.".formatted(plugin.name(), e), e);
    }
  }

  /** What a guest imports must be one plugin's, whichever it is granted. */
  private void checkModules(Plugin plugin, List<PluginService> services) {
    for (PluginService service : services) {
      if (RESERVED.contains(service.module())) {
        throw new StartException(
            "plugin %s offers the module %s, which is not for plugins."
                .formatted(plugin.name(), service.module()));
      }
      running.forEach(
          (name, other) -> {
            if (other.offers(service.module())) {
              throw new StartException(
                  "the plugins %s and %s both offer the module %s."
                      .formatted(name, plugin.name(), service.module()));
            }
          });
    }
  }

  private void look() {
    long most = 0;
    for (RunningPlugin plugin : running.values()) {
      most = Math.max(most, plugin.pool().mostAllocated());
    }
    heapGate.look(most);
  }

  /** What guests pass before each event. */
  public HeapGate heapGate() {
    return heapGate;
  }

  /** The names of the functions that a guest may import, by module. */
  public Map<String, Set<String>> functionsFor(GuestSettings guest) {
    Map<String, Set<String>> functions = new TreeMap<>();
    for (String name : guest.plugins()) {
      running.get(name).putFunctions(functions);
    }
    return functions;
  }

  /**
   * From now on tells of each call of a plugin that is over and part of a trace that is kept.
   *
   * @param spans takes them on guests' threads
   */
  public void keepTraces(Consumer<CallSpan> spans) {
    running.values().forEach(plugin -> plugin.keepTraces(spans));
  }

  /** What a guest may import, for calls that are part of no trace. */
  public List<HostModule> modulesFor(
      GuestSettings guest, String label, Id host, int room, LastPluginFailure failure) {
    return modulesFor(guest, label, host, room, failure, () -> TraceContext.NONE);
  }

  /**
   * What a guest may import.
   *
   * @param trace of which trace the guest's call is a part, asked on its thread
   */
  public List<HostModule> modulesFor(
      GuestSettings guest,
      String label,
      Id host,
      int room,
      LastPluginFailure failure,
      Supplier<TraceContext> trace) {
    List<HostModule> modules = new ArrayList<>();
    for (String name : new TreeSet<>(guest.plugins())) {
      modules.addAll(running.get(name).modulesFor(label, host, room, failure, trace));
    }
    return modules;
  }

  /** A life of this guest is over, and its actor with it. From any thread; nothing here blocks. */
  public void guestEnded(GuestSettings guest, String label, Id host) {
    for (String name : new TreeSet<>(guest.plugins())) {
      running.get(name).guestEnded(label, host);
    }
  }

  /** Whether there is a plugin of this name, started or not. */
  public boolean isKnown(String name) {
    return known.contains(name);
  }

  /** Where plugins can be reached from outside. */
  public List<String> addresses() {
    return running.values().stream().flatMap(plugin -> plugin.addresses().stream()).toList();
  }

  public List<PluginView> views() {
    return running.values().stream().map(RunningPlugin::view).toList();
  }

  /** How long the calls to them took. */
  public List<PluginCallStats> calls() {
    return running.values().stream().flatMap(plugin -> plugin.calls().stream()).toList();
  }

  /**
   * Has them take no more work from outside. Completes when what they took is done, or the time for
   * that is over. Asked again it gives the same.
   *
   * @param others completes when that is so of whatever else takes work from outside
   */
  public synchronized CompletionStage<Void> drain(CompletionStage<Void> others) {
    if (draining.isEmpty()) {
      CompletableFuture<Void> all =
          CompletableFuture.allOf(
              Stream.concat(
                      running.values().stream().map(RunningPlugin::drain),
                      Stream.of(others.toCompletableFuture()))
                  .toArray(CompletableFuture<?>[]::new));
      draining = Optional.of(all);
      threads.after(
          stopGraceNanos,
          () -> {
            if (all.complete(null)) {
              LOG.warn("Not all that was under way was done within parigot.stop-grace.");
            }
          });
    }
    return draining.get();
  }

  /** Closes them all, in the opposite order. What one throws keeps no other from being closed. */
  @Override
  public void close() {
    List<String> names = new ArrayList<>(running.keySet());
    for (int i = names.size() - 1; i >= 0; i--) {
      try {
        running.get(names.get(i)).close();
      } catch (RuntimeException | Error e) {
        LOG.warn("The plugin {} failed when it was closed", names.get(i), e);
      }
    }
    threads.close();
    heapGate.open();
    finder.close();
  }

  private record Context(
      Config config, Time time, RandomGenerator random, boolean isSimulated, GuestServices guests)
      implements PluginContext {
    @Override
    public Clock clock() {
      return time.clock();
    }

    @Override
    public long nanos() {
      return time.nanos();
    }
  }
}
