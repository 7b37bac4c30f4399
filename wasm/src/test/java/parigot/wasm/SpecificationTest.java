package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The WebAssembly specification's own tests, of the version that Chicory supports (2.0 without
 * vectors, and the proposals for tail calls, extended constants, exceptions and atomic operations),
 * on this engine. What fails stands in {@code spec/known.txt}, exactly. {@code
 * -Dparigot.test.specification=NAME} runs the files whose names begin so.
 */
@Tag("once")
class SpecificationTest {
  private static final String WANTED = System.getProperty("parigot.test.specification", "");

  /** A failure that is known; some depend on the Java virtual machine. */
  private record Known(String line, String reason) {
    boolean isCertain() {
      return !reason.startsWith("~");
    }
  }

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    Map<String, List<Known>> known = known();
    List<DynamicTest> tests = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(resource("tests.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replace(".txt", "");
        String commands = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        List<Known> its = known.getOrDefault(name, List.of());
        if (name.startsWith(WANTED)) {
          tests.add(DynamicTest.dynamicTest(name, () -> run(commands, its)));
        }
      }
    }
    return tests.stream();
  }

  private static void run(String commands, List<Known> known) {
    SpecificationRun run = SpecificationRun.of(commands);
    assertThat(run.checks()).isPositive();
    Map<String, String> unexpected = new TreeMap<>(run.failures());
    known.forEach(failure -> unexpected.remove(failure.line()));
    assertThat(unexpected).as("failures, by the line of the .wast file").isEmpty();
    assertThat(known.stream().filter(Known::isCertain).map(Known::line))
        .as("known to fail")
        .allMatch(run.failures()::containsKey);
  }

  private static Map<String, List<Known>> known() throws IOException {
    Map<String, List<Known>> known = new TreeMap<>();
    try (InputStream in = resource("known.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ", 3);
          for (String number : parts[1].split(",", 0)) {
            known
                .computeIfAbsent(parts[0], name -> new ArrayList<>())
                .add(new Known(number, parts[2]));
          }
        }
      }
    }
    return known;
  }

  private static InputStream resource(String name) {
    return SpecificationTest.class.getResourceAsStream("/spec/" + name);
  }
}
