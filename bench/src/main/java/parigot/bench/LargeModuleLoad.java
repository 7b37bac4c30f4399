package parigot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.CompiledModule;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.GuestInstance;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;
import parigot.wasm.modules.GoLikeModule;

/** Loading and instantiating a {@link GoLikeModule}, in a JVM that has loaded none before. */
record LargeModuleLoad(String name, String about) implements Measured {
  private static final int MODULES = 2;
  private static final int FUNCTIONS = 6_000;
  private static final int SEGMENTS = 100_000;

  private enum Subject {
    CACHED("cached", true, 1),
    TWO_CACHED("two different ones in parallel, cached", true, MODULES),
    COLD("cold", false, 1),
    TWO_COLD("two different ones in parallel, cold", false, MODULES);

    final String label;
    final boolean cached;
    final int modules;

    Subject(String label, boolean cached, int modules) {
      this.label = label;
      this.cached = cached;
      this.modules = modules;
    }
  }

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    for (int i = 0; i < MODULES; i++) {
      // The same module twice would be compiled once.
      byte[] module = new GoLikeModule(FUNCTIONS, SEGMENTS).toBytes();
      module[module.length - 1] = (byte) i;
      Files.write(file(i), module);
    }
    double unusedWarmCache =
        ChildJvm.number(
            LargeModuleLoad.class,
            List.of(),
            effort.isQuick() ? Subject.CACHED : Subject.TWO_CACHED);
    List<Subject> subjects = effort.isQuick() ? List.of(Subject.CACHED) : List.of(Subject.values());
    Comparison<Subject> comparison =
        Comparison.measure(
            effort.rounds(),
            subjects,
            subject -> ChildJvm.number(LargeModuleLoad.class, List.of(), subject));
    List<Line> lines = new ArrayList<>();
    for (Subject subject : subjects) {
      lines.add(comparison.line(subject, subject.label, Unit.NANOS));
    }
    return lines;
  }

  private static Path file(int number) {
    return Workplace.folder().resolve("large" + number + ".wasm");
  }

  /** Prints the nanoseconds from before the files are read until the instances are made. */
  public static void main(String[] args) throws IOException, ModuleException {
    Subject subject = Subject.valueOf(args[0]);
    Path cache =
        subject.cached ? Workplace.cache() : Files.createTempDirectory(Workplace.folder(), "cold");
    List<GuestInstance> instances = new ArrayList<>();
    long took;
    try (Engine engine = Engine.open(new EngineSettings(Optional.of(cache)))) {
      long began = System.nanoTime();
      List<CompletableFuture<CompiledModule>> loading = new ArrayList<>();
      for (int i = 0; i < subject.modules; i++) {
        Path file = file(i);
        loading.add(
            CompletableFuture.supplyAsync(
                () -> load(engine, file), task -> new Thread(task).start()));
      }
      for (CompletableFuture<CompiledModule> module : loading) {
        instances.add(module.join().instantiate(settings(), List.of()));
      }
      took = System.nanoTime() - began;
    }
    for (GuestInstance instance : instances) {
      if (!(instance.start() instanceof Outcome.Returned)) {
        throw new IllegalStateException("the module does not run");
      }
    }
    System.out.println(took);
  }

  private static CompiledModule load(Engine engine, Path file) {
    try {
      return engine.load(file);
    } catch (ModuleException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InstanceSettings settings() {
    return new InstanceSettings(
        "large",
        List.of(),
        Map.of(),
        1L << 28,
        1 << 22,
        ClockAndRandom.ofThisMachine(),
        (bytes, offset, length) -> {},
        (bytes, offset, length) -> {});
  }
}
