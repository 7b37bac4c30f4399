package parigot.simulation;

import com.google.protobuf.Message;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import parigot.kernel.GuestKind;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestServices;
import parigot.runtime.Console;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Randomness;
import parigot.runtime.settings.ApplicationSettings;

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

  private final LoadedApplication loaded;
  private final Randomness randomness;
  private final Faults faults;
  private final Invariants invariants;
  private final boolean hashing;

  private Simulation(
      LoadedApplication loaded,
      Randomness randomness,
      Faults faults,
      Invariants invariants,
      boolean hashing) {
    this.invariants = invariants;
    this.hashing = hashing;
    this.loaded = loaded;
    this.randomness = randomness;
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
   * Loads the application with these settings.
   *
   * @throws IllegalArgumentException when there are several nodes
   * @throws parigot.runtime.StartException when a module or a plugin cannot be used
   */
  public static Simulation load(ApplicationSettings settings) {
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
    if (loaded.node().isPresent()) {
      throw new IllegalArgumentException("A simulated application is on one node.");
    }
    return new Simulation(
        loaded.forManyRuns(),
        new Randomness(Optional.of(settings.seed().orElse(SEED))),
        Faults.NONE,
        new Invariants(),
        false);
  }

  /** The same application where this may happen. */
  public Simulation with(Faults wanted) {
    return new Simulation(loaded, randomness, wanted, invariants, hashing);
  }

  /** The same application, of which this must hold. */
  public Simulation with(Invariants wanted) {
    return new Simulation(loaded, randomness, faults, wanted, hashing);
  }

  /**
   * The same application, whose runs tell what the guests' memories came to. It takes a twentieth
   * of a millisecond for each guest and half MiB. Guests that run as plain Java have no such
   * memory.
   */
  public Simulation hashingMemory() {
    return new Simulation(loaded, randomness, faults, invariants, true);
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
    return Diagram.of(
        run.trace(), loaded.guests().stream().map(plan -> plan.code().descriptors()).toList());
  }

  private SimulatedRun run(Choices choices) {
    boolean hasMain =
        loaded.guests().stream().anyMatch(plan -> plan.spec().kind() == GuestKind.MAIN);
    try (World world = new World(faults, choices, hasMain, hashing, invariants, this::anew)) {
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

  private LoadedApplication anew(World world) {
    Console console = world.tracer();
    return loaded.anew(
        randomness,
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
