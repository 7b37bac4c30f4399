package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.CompiledModule;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;

/** Runs the same program on the JVM and as WebAssembly, and compares what it printed. */
final class BothWays {
  private static final int MIB = 1024 * 1024;
  private static final String PROGRAM = "Calls";
  private static final Pattern LINE = Pattern.compile("Calls\\.java:(\\d+): ");
  private static final String WITHIN_AN_ULP =
      "sin|cos|tan|asin|acos|atan|exp|log|log10|cbrt|sinh|cosh|tanh|expm1|log1p|pow|atan2|hypot";

  private final Guest guest;
  private final long random;

  /**
   * In a folder.
   *
   * @param random how many random operands each case gets
   */
  BothWays(Path folder, long random) throws IOException {
    this.guest = new Guest(folder);
    this.random = random;
    guest.plain("Results", text("Results"));
  }

  /**
   * What was found.
   *
   * @param cases how many were tried
   * @param refused the names of those that the build refuses
   * @param different by name the first difference of those that differ
   */
  record Found(int cases, Set<String> refused, Map<String, String> different) {
    /** What was tried, for a person. */
    String figures() {
      return "%,d methods and operators: %,d refused by the build, %,d differ"
          .formatted(cases, refused.size(), different.size());
    }
  }

  /** Has the programs use a class of the package {@code shop}, and shows it as the JVM has it. */
  void with(String name, Consumer<Class<?>> user) throws IOException, ClassNotFoundException {
    with(name, text(name), user);
  }

  /** The same with a class whose source is not one of the tests' own. */
  void with(String name, String source, Consumer<Class<?>> user)
      throws IOException, ClassNotFoundException {
    Path classes = guest.plain(name, source);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      user.accept(Class.forName("shop." + name, true, loader));
    }
  }

  Found compare(List<Case> cases) throws Exception {
    List<Case> left = new ArrayList<>(cases);
    Set<String> refused = new TreeSet<>();
    Path module = null;
    while (module == null) {
      String source = ApiProgram.source(PROGRAM, left, random);
      try {
        module = guest.module(PROGRAM, source);
      } catch (GuestCompilationException e) {
        Set<Case> gone = refusedBy(e.getMessage(), source, left);
        assertThat(gone).as(e.getMessage()).isNotEmpty();
        gone.forEach(each -> refused.add(each.name()));
        left.removeAll(gone);
      }
    }
    Map<Integer, List<String>> asWasm = casesAsWasm(module, left.size());
    // Where Math may differ by a unit in the last place, StrictMath says what is right.
    String onJvm =
        ApiProgram.source(PROGRAM, left, random)
            .replaceAll(
                "java\\.lang\\.Math\\.(" + WITHIN_AN_ULP + ")\\(", "java.lang.StrictMath.$1(");
    Map<Integer, List<String>> expected = sections(onTheJvm(onJvm));
    Map<String, String> different = new TreeMap<>();
    for (int number = 0; number < left.size(); number++) {
      List<String> right = expected.get(number);
      List<String> wrong = asWasm.getOrDefault(number, List.of());
      if (!right.equals(wrong)) {
        different.put(left.get(number).name(), first(right, wrong));
      }
    }
    return new Found(cases.size(), refused, different);
  }

  /** What a program prints in both ways, which is to be the same. */
  record Printed(String onTheJvm, String asWasm) {
    /** The lines that differ. */
    List<String> different() {
      List<String> right = onTheJvm.lines().toList();
      List<String> wrong = asWasm.lines().toList();
      List<String> different = new ArrayList<>();
      for (int i = 0; i < Math.max(right.size(), wrong.size()); i++) {
        String one = i < right.size() ? right.get(i) : "nothing";
        String other = i < wrong.size() ? wrong.get(i) : "nothing";
        if (!one.equals(other)) {
          different.add(other + ", not " + one);
        }
      }
      return different;
    }
  }

  Printed printed(String source) throws Exception {
    return new Printed(onTheJvm(source), asWasm(guest.module(PROGRAM, source)));
  }

  private static String first(List<String> right, List<String> wrong) {
    int count = 0;
    String first = "";
    for (int i = 0; i < Math.max(right.size(), wrong.size()); i++) {
      String one = i < right.size() ? right.get(i) : "nothing";
      String other = i < wrong.size() ? wrong.get(i) : "nothing";
      if (!one.equals(other)) {
        first = count == 0 ? "result %d is %s, not %s".formatted(i, other, one) : first;
        count++;
      }
    }
    String last = wrong.isEmpty() ? "" : wrong.get(wrong.size() - 1);
    String end = last.startsWith("Trapped") ? ", and then " + last : "";
    return count + " of " + right.size() + ", " + first + end;
  }

  private static Set<Case> refusedBy(String sentences, String source, List<Case> cases) {
    Set<Case> refused = new HashSet<>();
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

  /** What the cases printed, by their numbers. */
  private static Map<Integer, List<String>> sections(String printed) {
    Map<Integer, List<String>> sections = new HashMap<>();
    List<String> section = new ArrayList<>();
    for (String line : printed.split("\n", -1)) {
      if (line.startsWith("\t")) {
        section = new ArrayList<>();
        sections.put(Integer.valueOf(line.substring(1)), section);
      } else {
        section.add(line);
      }
    }
    return sections;
  }

  static String text(String name) throws IOException {
    try (InputStream in =
        BothWays.class.getResourceAsStream("/conformance/" + name + ".java.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String onTheJvm(String source) throws Exception {
    Path classes = guest.plain(PROGRAM, source);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                "shop." + PROGRAM)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  /** Of cases that end the guest, those behind them run in another instance. */
  private static Map<Integer, List<String>> casesAsWasm(Path module, int cases) throws Exception {
    Map<Integer, List<String>> sections = new HashMap<>();
    try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      CompiledModule compiled = engine.load(module);
      int from = 0;
      while (from < cases) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Outcome outcome = outcome(compiled, List.of(Integer.toString(from)), written);
        Map<Integer, List<String>> more = sections(written.toString(StandardCharsets.UTF_8));
        sections.putAll(more);
        if (outcome.equals(new Outcome.Returned())) {
          from = cases;
        } else {
          int last = more.keySet().stream().mapToInt(number -> number).max().orElse(from);
          sections.computeIfAbsent(last, number -> new ArrayList<>()).add(outcome.toString());
          from = last + 1;
        }
      }
    }
    return sections;
  }

  private static String asWasm(Path module) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      Outcome outcome = outcome(engine.load(module), List.of(), written);
      assertThat(outcome).isEqualTo(new Outcome.Returned());
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  private static Outcome outcome(
      CompiledModule module, List<String> arguments, ByteArrayOutputStream written)
      throws Exception {
    InstanceSettings.Output output = written::write;
    InstanceSettings settings =
        new InstanceSettings(
            "shop",
            arguments,
            Map.of(),
            64 * MIB,
            MIB,
            ClockAndRandom.ofThisMachine(),
            output,
            output);
    return module.instantiate(settings, List.of()).start();
  }
}
