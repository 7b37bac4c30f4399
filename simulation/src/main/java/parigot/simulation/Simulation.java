package parigot.simulation;

import com.google.protobuf.Message;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import parigot.kernel.GuestKind;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestServices;
import parigot.runtime.Console;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Randomness;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.Placement;

/**
 * An application that is run again and again in one thread: its kernel, its guests and its plugins,
 * with a time that passes only when all has been done, and without anything that depends on the
 * machine. What is left open in a run is chosen by a seed: which of several events comes first, and
 * how long each message is under way. The same seed gives the same run.
 *
 * <pre>{@code
 * Simulation simulation = Simulation.load(Path.of("application.conf"));
 * SimulatedRun run = simulation.run(42);
 * }</pre>
 *
 * <p>The modules are loaded once. Each run has new guests and plugins. One run at a time.
 */
public final class Simulation {
  /** The ids, and the chance of guests, are the same in each run: only the schedule is another. */
  private static final long SEED = 1;

  private final Map<String, LoadedApplication> loaded;
  private final long seed;
  private final Faults faults;
  private final Invariants invariants;
  private final boolean hashing;

  private Simulation(
      Map<String, LoadedApplication> loaded,
      long seed,
      Faults faults,
      Invariants invariants,
      boolean hashing) {
    this.invariants = invariants;
    this.hashing = hashing;
    this.loaded = loaded;
    this.seed = seed;
    this.faults = faults;
  }

  /**
   * Loads the application that a file describes.
   *
   * @throws parigot.runtime.settings.SettingsException when the file is wrong
   * @throws parigot.runtime.StartException when a module or a plugin cannot be used
   */
  public static Simulation load(Path file) {
    Config config = ConfigFactory.parseFile(file.toFile().getAbsoluteFile());
    return load(ApplicationSettings.of(ConfigFactory.load(config)));
  }

  /**
   * Loads the application that a file describes, spread over nodes as another file says.
   *
   * @throws parigot.runtime.settings.SettingsException when one of them is wrong
   * @throws parigot.runtime.StartException when a module or a plugin cannot be used
   */
  public static Simulation load(Path file, Path placement) {
    ApplicationSettings settings =
        ApplicationSettings.of(
            ConfigFactory.load(ConfigFactory.parseFile(file.toFile().getAbsoluteFile())));
    Placement places = Placement.of(ConfigFactory.parseFile(placement.toFile().getAbsoluteFile()));
    return load(settings, places);
  }

  /** As {@link #load(Path, Path)}, from what was read already. */
  public static Simulation load(ApplicationSettings settings, Placement places) {
    Map<String, LoadedApplication> nodes = new TreeMap<>();
    places.names().forEach(node -> nodes.put(node, loaded(settings.on(places, node))));
    return of(nodes, settings);
  }

  /**
   * Loads the application with these settings.
   *
   * @throws parigot.runtime.StartException when a module or a plugin cannot be used
   */
  public static Simulation load(ApplicationSettings settings) {
    return of(Map.of("", loaded(settings)), settings);
  }

  private static Simulation of(Map<String, LoadedApplication> nodes, ApplicationSettings settings) {
    return new Simulation(
        nodes, settings.seed().orElse(SEED), Faults.NONE, new Invariants(), false);
  }

  private static LoadedApplication loaded(ApplicationSettings settings) {
    VirtualTime time = new VirtualTime();
    LoadedApplication loaded =
        LoadedApplication.load(
            settings,
            (bytes, offset, length) -> {
              // Nothing runs yet.
            },
            NoServices.INSTANCE,
            Executors.newSingleThreadExecutor(),
            new InlineThreads(time, new Agenda(), plugin -> false),
            time);
    loaded.plugins().close();
    return loaded.forManyRuns();
  }

  /** The same application where this may happen. */
  public Simulation with(Faults wanted) {
    return new Simulation(loaded, seed, wanted, invariants, hashing);
  }

  /** The same application, of which this must hold. */
  public Simulation with(Invariants wanted) {
    return new Simulation(loaded, seed, faults, wanted, hashing);
  }

  /**
   * The same application, whose runs tell what the guests' memories came to. It takes a twentieth
   * of a millisecond for each guest and half MiB. Guests that run as plain Java have no such
   * memory.
   */
  public Simulation hashingMemory() {
    return new Simulation(loaded, seed, faults, invariants, true);
  }

  /** The run that this seed makes. */
  public SimulatedRun run(long seed) {
    return run(Choices.of(seed));
  }

  /** The run with these choices, and the plain ones after them. */
  public SimulatedRun run(List<Integer> choices) {
    return run(Choices.of(choices));
  }

  /**
   * Runs seed after seed until something goes wrong, and makes the run in which it does as plain as
   * it can be.
   *
   * @return what was found; empty when nothing goes wrong with any of them
   */
  public Optional<Finding> search(LongStream seeds) {
    PrimitiveIterator.OfLong each = seeds.iterator();
    while (each.hasNext()) {
      long seed = each.nextLong();
      SimulatedRun run = run(seed);
      if (run.failed()) {
        Shrinking shrinking = new Shrinking(this::run, run);
        return Optional.of(new Finding(seed, run, shrinking.shortest(), shrinking.tried()));
      }
    }
    return Optional.empty();
  }

  /** What happened in a run, as a sequence diagram in Mermaid's language. */
  public String diagram(SimulatedRun run) {
    return Diagram.of(run.trace(), guests().map(plan -> plan.code().descriptors()).toList());
  }

  private Stream<GuestPlan> guests() {
    return loaded.values().stream().flatMap(node -> node.guests().stream());
  }

  private SimulatedRun run(Choices choices) {
    boolean hasMain = guests().anyMatch(plan -> plan.spec().kind() == GuestKind.MAIN);
    List<String> names = loaded.keySet().stream().sorted().toList();
    Optional<NodeSettings> node = loaded.get(names.get(0)).node();
    try (World world =
        new World(names, node, faults, choices, hasMain, hashing, invariants, this::anew)) {
      List<String> problems = world.play();
      return new SimulatedRun(
          choices.made(),
          world.tracer().trace(),
          world.tracer().output(),
          world.code(),
          world.memories(),
          problems);
    }
  }

  /** What a node that is started again draws must not be what it drew before. */
  private LoadedApplication anew(World world, String node, int life) {
    Console console = world.tracer();
    return loaded
        .get(node)
        .anew(
            new Randomness(Optional.of(seed), life == 0 ? node : node + " life " + life),
            world.time(),
            console,
            NoServices.INSTANCE,
            new InlineThreads(world.time(), world.agenda(), world::losesCallOf));
  }

  /** Nobody calls in from outside. */
  private enum NoServices implements GuestServices {
    INSTANCE;

    private static <R> CompletableFuture<R> refused() {
      return CompletableFuture.failedFuture(
          new IllegalStateException("Plugins of a simulated application cannot call guests."));
    }

    @Override
    public <R extends Message> CompletionStage<R> call(
        String packagePath, String service, String method, Message request, Class<R> response) {
      return refused();
    }

    @Override
    public <R extends Message> CompletionStage<R> call(
        String packagePath,
        String service,
        String method,
        Message request,
        Class<R> response,
        CallOptions options) {
      return refused();
    }

    @Override
    public <R extends Message> GuestCall<R> begin(
        String packagePath, String service, String method, Message request, Class<R> response) {
      return new GuestCall<>(refused(), CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletionStage<Void> running(String packagePath, String service) {
      return new CompletableFuture<>();
    }
  }
}
