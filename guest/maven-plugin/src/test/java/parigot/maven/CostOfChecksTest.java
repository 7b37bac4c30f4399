package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.teavm.model.ClassHolderTransformer;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.CompiledModule;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;

/**
 * What it costs that a guest throws what Java throws: the same program built with the checks and
 * without each of them. A measurement, by the command in RATIONALE.md.
 */
@EnabledIfSystemProperty(named = "checks.cost", matches = "true")
class CostOfChecksTest {
  private static final int MIB = 1024 * 1024;
  private static final int ROUNDS = 5;
  private static final double NANOS_OF_MILLI = 1e6;

  private static final Map<String, Set<Class<? extends ClassHolderTransformer>>> WITHOUT =
      new LinkedHashMap<>();

  static {
    WITHOUT.put("with all", Set.of());
    WITHOUT.put("no stores, sizes", Set.of(CheckedArrays.class));
    WITHOUT.put("no division", Set.of(JavaDivision.class));
    WITHOUT.put("no stack", Set.of(BoundedStack.class));
    WITHOUT.put("none", Set.of(CheckedArrays.class, JavaDivision.class, BoundedStack.class));
  }

  @TempDir Path folder;

  @Test
  void costsAreToldBesideABuildWithoutTheChecks() throws Exception {
    Guest guest = new Guest(folder);
    Path classes = guest.plain("Calls", BothWays.text("Costs"));
    ClassPath classPath = new ClassPath(classes, List.of(guest.library()), List.of());
    Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      Map<String, CompiledModule> modules = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (String each : WITHOUT.keySet()) {
          Path module = folder.resolve(each.replaceAll("\\W", "") + ".wasm");
          long began = System.nanoTime();
          new GuestCompiler(classPath, Guest.OPTIONS, WITHOUT.get(each))
              .compile("shop.Calls", module);
          keepBest(figures, "ms to build", each, (System.nanoTime() - began) / NANOS_OF_MILLI);
          keepBest(figures, "bytes", each, (double) Files.size(module));
          modules.put(each, engine.load(module));
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, CompiledModule> each : modules.entrySet()) {
          for (String line : printed(each.getValue()).lines().toList()) {
            String[] parts = line.split("\t", 2);
            keepBest(figures, "ns: " + parts[0], each.getKey(), Double.parseDouble(parts[1]));
          }
        }
      }
    }
    System.out.printf("%-50s", "");
    WITHOUT.keySet().forEach(each -> System.out.printf("%18s", each));
    figures.forEach(
        (figure, values) -> {
          System.out.printf("%n%-50s", figure);
          WITHOUT.keySet().forEach(each -> System.out.printf("%,18.1f", values.get(each)));
        });
    System.out.println();
    assertThat(figures).isNotEmpty();
  }

  private static void keepBest(
      Map<String, Map<String, Double>> figures, String figure, String of, double value) {
    figures.computeIfAbsent(figure, name -> new TreeMap<>()).merge(of, value, Math::min);
  }

  private static String printed(CompiledModule module) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    InstanceSettings.Output output = written::write;
    InstanceSettings settings =
        new InstanceSettings(
            "shop",
            List.of(),
            Map.of(),
            64 * MIB,
            MIB,
            ClockAndRandom.ofThisMachine(),
            output,
            output);
    assertThat(module.instantiate(settings, List.of()).start()).isEqualTo(new Outcome.Returned());
    return written.toString(StandardCharsets.UTF_8);
  }
}
