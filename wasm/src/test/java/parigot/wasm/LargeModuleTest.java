package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.GoLikeModule;
import parigot.wasm.modules.ModuleWriter;

@Timeout(300)
class LargeModuleTest {
  @TempDir Path folder;

  private GuestInstance run(Engine engine, Path file) throws ModuleException {
    GuestInstance guest =
        engine
            .load(file)
            .instantiate(
                Guests.settings(new TestClockAndRandom(1), new Guests.Written(), 64 << 20),
                List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    return guest;
  }

  private Engine open() {
    return Engine.open(new EngineSettings(Optional.of(folder.resolve("cache"))));
  }

  @Test
  void aModuleLikeGosRunsTheSameFromTheCacheAndInTheInterpreter() throws Exception {
    byte[] module =
        new GoLikeModule(
                Integer.getInteger("parigot.test.functions", 300),
                Integer.getInteger("parigot.test.segments", 10_000))
            .toBytes();
    Path file = Guests.write(folder.resolve("large.wasm"), module);
    byte[] cold;
    long before = System.nanoTime();
    try (Engine engine = open()) {
      GuestInstance guest = run(engine, file);
      cold = guest.memory().read(0, (int) guest.memoryBytes());
    }
    long between = System.nanoTime();
    try (Engine engine = open()) {
      GuestInstance guest = run(engine, file);
      assertThat(guest.memory().read(0, (int) guest.memoryBytes())).isEqualTo(cold);
    }
    System.out.printf(
        "%,d bytes: %,d ms cold, %,d ms cached%n",
        module.length, (between - before) / 1_000_000, (System.nanoTime() - between) / 1_000_000);
    assertThat(Interpreted.memoryAfterStart(module)).isEqualTo(cold);
  }

  @Test
  void itIsToldHowFarTheCompilationIs() throws Exception {
    byte[] module = new GoLikeModule(5_000, 10).toBytes();
    Path file = Guests.write(folder.resolve("large.wasm"), module);
    List<Integer> told = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    try (Engine engine = open()) {
      CompiledModule unused =
          engine.compile(
              engine.inspect(file),
              (percent, soFar) -> {
                told.add(percent);
                times.add(soFar);
              });
    }
    assertThat(told).startsWith(0).endsWith(100).isSorted();
    assertThat(told).as("while it is compiled").hasSizeGreaterThan(3);
    assertThat(times).isSorted();
    told.clear();
    try (Engine engine = open()) {
      CompiledModule unused =
          engine.compile(engine.inspect(file), (percent, soFar) -> told.add(percent));
    }
    assertThat(told).as("of what is in the cache").isEmpty();
  }

  @Test
  void whatIsFoundOutOfALargeModuleIsKeptUntilItIsDamaged() throws Exception {
    byte[] module = new GoLikeModule(1_500, 5_000).toBytes();
    assertThat(module).hasSizeGreaterThan(1 << 20);
    module =
        ModuleWriter.part()
            .bytes(module)
            .section(0, ModuleWriter.part().text("parigot.mark").bytes(1, 2, 3).toBytes())
            .toBytes();
    Path file = Guests.write(folder.resolve("large.wasm"), module);
    String cold = told(file);
    List<Path> kept = kept();
    assertThat(kept).hasSize(1);
    assertThat(told(file)).as("cached").isEqualTo(cold).endsWith("[1, 2, 3]");
    byte[] sound = Files.readAllBytes(kept.get(0));
    byte[] damaged = sound.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(kept.get(0), damaged);
    assertThat(told(file)).as("damaged").isEqualTo(cold);
    assertThat(Files.readAllBytes(kept.get(0))).as("kept anew").isEqualTo(sound);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.filter(each -> each.toString().endsWith(".wasm-inspection")).toList();
    }
  }

  /** What an inspection tells of a module. */
  private String told(Path file) throws ModuleException {
    try (Engine engine = open()) {
      InspectedModule module = engine.inspect(file);
      return "%s %s %s %s %s %s %s"
          .formatted(
              module.shape(),
              module.size(),
              module.instructions(),
              module.largestMemory(1 << 28),
              module.fingerprint(),
              module.unprovided(Map.of()),
              Arrays.toString(module.customSection("parigot.mark").toByteArray()));
    }
  }

  /** A function whose Java method would have more than 64 KiB. */
  @Test
  void aFunctionTooLargeForAJavaMethodIsInterpreted() throws Exception {
    ModuleWriter body = ModuleWriter.part().bytes(0);
    for (int i = 0; i < 12_000; i++) {
      // memory[0] += 1
      body.bytes(0x41, 0, 0x41, 0, 0x28, 2, 0, 0x41, 1, 0x6a, 0x36, 2, 0);
    }
    body.bytes(0x0b);
    ModuleWriter small =
        ModuleWriter.part()
            .bytes(0)
            .bytes(0x10, 1, 0x10, 1)
            .bytes(0x41, 4, 0x41, 9, 0x36, 2, 0)
            .bytes(0x0b);
    byte[] module =
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, ModuleWriter.programType())
            .section(ModuleWriter.FUNCTION, new byte[] {2, 0, 0})
            .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
            .programExports()
            .section(
                ModuleWriter.CODE,
                ModuleWriter.part().bytes(2).sized(small.toBytes()).sized(body.toBytes()).toBytes())
            .toBytes();
    Path file = Guests.write(folder.resolve("huge.wasm"), module);
    for (String run : List.of("cold", "cached")) {
      try (Engine engine = open()) {
        GuestInstance guest = run(engine, file);
        assertThat(guest.memory().readInt(0)).as(run).isEqualTo(24_000);
        assertThat(guest.memory().readInt(4)).as(run).isEqualTo(9);
      }
    }
    CompileCache cache = CompileCache.open(folder.resolve("cache")).orElseThrow();
    assertThat(cache.get(Sha256.hex(module)).orElseThrow().interpreted()).containsExactly(1);
  }
}
