package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;
import parigot.wasm.World;

/**
 * The same program on the JVM and as WebAssembly, value by value. What differs is in the guide.
 * {@code -Dconformance.random=100000} tries as many random operands for each method and operator,
 * and takes long.
 */
class SameAsJvmTest {
  private static final int MIB = 1024 * 1024;
  private static final long RANDOM = Long.getLong("conformance.random", 2_000);
  private static final String WITHIN_AN_ULP =
      "sin|cos|tan|asin|acos|atan|exp|log|log10|cbrt|sinh|cosh|tanh|expm1|log1p|pow|atan2|hypot";
  private static final Pattern LINE = Pattern.compile("Calls\\.java:(\\d+): ");

  @TempDir Path folder;

  /** What was found: the names of cases. */
  private record Found(Set<String> refused, Map<String, String> different) {}

  private Found compare(List<ApiProgram.Case> cases) throws Exception {
    List<ApiProgram.Case> left = new ArrayList<>(cases);
    Set<String> refused = new TreeSet<>();
    Guest guest = new Guest(folder);
    guest.plain("Results", text("Results"));
    Path module = null;
    while (module == null) {
      String source = ApiProgram.source("Calls", left, RANDOM);
      try {
        module = guest.module("Calls", source);
      } catch (GuestCompilationException e) {
        Set<ApiProgram.Case> gone = refusedBy(e.getMessage(), source, left);
        assertThat(gone).as(e.getMessage()).isNotEmpty();
        gone.forEach(each -> refused.add(each.name()));
        left.removeAll(gone);
      }
    }
    List<List<String>> asWasm = sections(run(module));
    // Where Math may differ by a unit in the last place, StrictMath says what is right.
    String onJvm =
        ApiProgram.source("Calls", left, RANDOM)
            .replaceAll(
                "java\\.lang\\.Math\\.(" + WITHIN_AN_ULP + ")\\(", "java.lang.StrictMath.$1(");
    List<List<String>> expected = sections(onTheJvm(guest, onJvm));
    Map<String, String> different = new TreeMap<>();
    for (int number = 0; number < left.size(); number++) {
      List<String> right = expected.get(number);
      List<String> wrong = number < asWasm.size() ? asWasm.get(number) : List.of();
      if (!right.equals(wrong)) {
        different.put(left.get(number).name(), first(right, wrong));
      }
    }
    return new Found(refused, different);
  }

  private static String first(List<String> right, List<String> wrong) {
    int count = 0;
    String first = "";
    for (int i = 0; i < right.size(); i++) {
      String other = i < wrong.size() ? wrong.get(i) : "nothing";
      if (!right.get(i).equals(other)) {
        first = count == 0 ? "result %d is %s, not %s".formatted(i, other, right.get(i)) : first;
        count++;
      }
    }
    return count + " of " + right.size() + ", " + first;
  }

  private static Set<ApiProgram.Case> refusedBy(
      String sentences, String source, List<ApiProgram.Case> cases) {
    Set<ApiProgram.Case> refused = new HashSet<>();
    List<String> lines = source.lines().toList();
    Matcher matcher = LINE.matcher(sentences);
    while (matcher.find()) {
      for (int at = Integer.parseInt(matcher.group(1)); at > 0; at--) {
        Matcher method = Pattern.compile("static void r(\\d+)\\(").matcher(lines.get(at - 1));
        if (method.find()) {
          refused.add(cases.get(Integer.parseInt(method.group(1))));
          break;
        }
      }
    }
    return refused;
  }

  private static List<List<String>> sections(String printed) {
    List<List<String>> sections = new ArrayList<>();
    for (String line : printed.split("\n", -1)) {
      if (line.startsWith("#")) {
        sections.add(new ArrayList<>());
      } else if (!sections.isEmpty()) {
        sections.get(sections.size() - 1).add(line);
      }
    }
    return sections;
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        SameAsJvmTest.class.getResourceAsStream("/conformance/" + name + ".java.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String onTheJvm(Guest guest, String source) throws Exception {
    Path classes = guest.plain("Calls", source);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                "shop.Calls")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  private static String run(Path module) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    InstanceSettings.Output output = written::write;
    InstanceSettings settings =
        new InstanceSettings(
            "shop", List.of(), Map.of(), 64 * MIB, MIB, World.ofThisMachine(), output, output);
    try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      Outcome outcome = engine.load(module).instantiate(settings, List.of()).start();
      assertThat(outcome).isEqualTo(new Outcome.Returned());
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void mathematicsIsThatOfStrictMath() throws Exception {
    Found found = compare(ApiProgram.methodsOf(Math.class).toList());

    assertThat(found.refused()).isEmpty();
    assertThat(found.different()).isEmpty();
  }

  @Test
  void operatorsAreThoseOfJava() throws Exception {
    Found found = compare(ApiProgram.operators().toList());

    assertThat(found.refused()).isEmpty();
    assertThat(found.different()).isEmpty();
  }

  @Test
  void exceptionsKeepWhatTheySuppressedAndWhatCausedThem() throws Exception {
    Guest guest = new Guest(folder);
    String source = text("Exceptions");

    Path module = guest.module("Calls", source);

    assertThat(run(module)).isEqualTo(onTheJvm(guest, source)).contains("suppressed");
  }
}
