package parigot.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes Java methods of tries within tries at random, with loops, returns, rethrows and resources,
 * which tell again and again what their variables are. The same seed always gives the same method.
 */
final class RandomTries {
  private static final int FEWEST = 6;
  private static final int MORE = 30;
  private static final int DEEPEST = 6;

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  /** The variables that can be used at this place. */
  private final List<String> ints = new ArrayList<>(List.of("a", "b"));

  private final List<String> caught = new ArrayList<>();

  /** What can be left from this place, by its label, and whether it can be gone on with. */
  private final List<Label> labels = new ArrayList<>();

  private final int most;
  private int statements;
  private int names;

  private record Label(String name, boolean isLoop) {}

  private RandomTries(long seed) {
    // Seeds beside each other begin with the same numbers.
    this.random = new Random(seed * 0x9e3779b97f4a7c15L);
    this.most = FEWEST + random.nextInt(MORE);
  }

  /** A class with a method for each seed. */
  static String source(String className, List<Long> seeds) {
    return seeds.stream()
        .map(seed -> new RandomTries(seed).method(seed))
        .collect(
            Collectors.joining(
                "",
                "package shop;\n@SuppressWarnings(\"finally\")\nfinal class " + className + " {\n",
                "}\n"));
  }

  /** What tries the method of a seed. */
  static Case of(String className, long seed) {
    String statement =
        """
        Tries.begin(a);
              try {
                Results.put(%s.m%d(a, -a));
              } catch (Throwable thrown) {
                Results.put(Tries.kind(thrown));
              }"""
            .formatted(className, seed);
    Case.Operand draws = new Case.Operand("int", "Tries.DRAWS", 0, "", false);
    return new Case("seed " + seed, List.of(draws), statement);
  }

  private String method(long seed) {
    out.append("  static int m%d(int a, int b) throws Throwable {\n".formatted(seed));
    line(2, "long c = a * 7L;");
    line(2, "double d = b * 2.0;");
    line(2, "String s = \"s\";");
    line(2, "int[] x = {a, b};");
    line(2, "Object o = null;");
    boolean goesOn = true;
    while (goesOn && statements < most / 3) {
      goesOn = statement(2);
    }
    if (goesOn) {
      see(2);
      line(2, "return a * 31 + b;");
    }
    line(1, "}");
    return out.toString();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }

  private static <T> T of(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String number() {
    return switch (below(6)) {
      case 0 -> String.valueOf(below(100));
      case 1 -> "(int) c";
      case 2 -> "(s == null ? 1 : s.length())";
      default -> of(random, ints);
    };
  }

  private void see(int depth) {
    line(depth, "Tries.see(%d, a, b, c, d, s, x, o);".formatted(names++));
  }

  /** Returns whether what follows can be reached. */
  private boolean block(int depth, boolean mayEnd) {
    int variables = ints.size();
    boolean goesOn = true;
    int count = 1 + below(3);
    for (int i = 0; i < count && goesOn; i++) {
      goesOn = statement(depth);
    }
    if (goesOn && mayEnd && below(6) == 0) {
      line(depth, end());
      goesOn = false;
    }
    ints.subList(variables, ints.size()).clear();
    return goesOn;
  }

  /** A statement that is left without going on to the next. */
  private String end() {
    return switch (below(labels.isEmpty() ? 4 : 7)) {
      case 0 -> "return " + number() + ";";
      case 1 -> "throw new Tries.First(" + number() + ");";
      case 2 -> "throw new Tries.Checked();";
      case 3 -> caught.isEmpty() ? "return a;" : "throw " + of(random, caught) + ";";
      default -> {
        Label label = of(random, labels);
        yield (label.isLoop() && below(2) == 0 ? "continue " : "break ") + label.name() + ";";
      }
    };
  }

  private boolean statement(int depth) {
    statements++;
    if (statements > most || depth > DEEPEST * 2) {
      assignment(depth);
      return true;
    }
    switch (below(20)) {
      case 0, 1, 2 -> assignment(depth);
      case 3 -> see(depth);
      case 4 -> {
        String name = "v" + names++;
        line(depth, "int %s = %s + %d;".formatted(name, number(), below(50)));
        ints.add(name);
      }
      case 5 -> line(depth, "if (Tries.once(%d)) %s".formatted(2 + below(4), end()));
      case 6, 7 -> {
        return branches(depth);
      }
      case 8, 9, 10 -> loop(depth);
      case 11 -> choice(depth);
      case 12 -> {
        line(depth, "synchronized (Tries.LOCK) {");
        boolean goesOn = block(depth + 1, true);
        line(depth, "}");
        return goesOn;
      }
      case 13 -> labelled(depth);
      case 14 -> expression(depth);
      default -> {
        return attempt(depth);
      }
    }
    return true;
  }

  private void assignment(int depth) {
    String assigned = of(random, ints);
    line(
        depth,
        switch (below(18)) {
          case 0, 1, 2 -> "%s = Tries.may(%s);".formatted(assigned, number());
          case 3, 4 -> "%s += %s;".formatted(assigned, number());
          case 5 -> "%s++;".formatted(assigned);
          case 6 -> "c = c * 3 + Tries.may(%s);".formatted(number());
          case 7 -> "d += Tries.may(%s);".formatted(number());
          case 8 -> "s = Tries.grown(s, Tries.may(%s));".formatted(number());
          case 9 -> "%s = %s / (%s %% 3);".formatted(assigned, number(), number());
          case 10 -> "%s = x[%s & 3];".formatted(assigned, number());
          case 11 -> "x = new int[(%s & 7) - 1 | 1];".formatted(number());
          case 12 -> "x[0] = %s;".formatted(number());
          case 13 ->
              "o = Tries.once(3) ? null : Tries.once(2) ? (Object) s : (Object) %s;"
                  .formatted(number());
          case 14 -> "s = (String) o;";
          case 15 -> "%s = o.toString().length();".formatted(assigned);
          case 16 -> "%s = Tries.may(%s) + x[%s & 1];".formatted(assigned, number(), number());
          default -> "{ int old = a; a = b; b = old; }";
        });
  }

  private boolean branches(int depth) {
    line(depth, "if (Tries.once(2)) {");
    boolean goesOn = block(depth + 1, true);
    if (below(2) == 0) {
      line(depth, "}");
      return true;
    }
    line(depth, "} else {");
    goesOn |= block(depth + 1, true);
    line(depth, "}");
    return goesOn;
  }

  private void loop(int depth) {
    String label = "l" + names++;
    String counter = "i" + names++;
    switch (below(3)) {
      case 0 ->
          line(
              depth,
              "%1$s: for (int %2$s = 0; %2$s < %3$d; %2$s++) {"
                  .formatted(label, counter, 2 + below(3)));
      case 1 -> {
        line(depth, "int %s = 0;".formatted(counter));
        line(depth, "%s: while (%s++ < %d) {".formatted(label, counter, 2 + below(3)));
      }
      default -> line(depth, "int %2$s = 0; %1$s: do {".formatted(label, counter));
    }
    boolean atEnd = out.lastIndexOf("do {") == out.length() - 5;
    if (atEnd) {
      line(depth + 1, "if (Tries.once(9)) continue %s;".formatted(label));
    }
    labels.add(new Label(label, true));
    block(depth + 1, false);
    labels.remove(labels.size() - 1);
    line(depth, atEnd ? "} while (%s++ < 2);".formatted(counter) : "}");
  }

  private void labelled(int depth) {
    String label = "l" + names++;
    line(depth, "%s: {".formatted(label));
    line(depth + 1, "if (Tries.once(9)) break %s;".formatted(label));
    labels.add(new Label(label, false));
    block(depth + 1, false);
    labels.remove(labels.size() - 1);
    line(depth, "}");
  }

  private void choice(int depth) {
    line(depth, "switch (Tries.draw(4)) {");
    for (String head : List.of("case 0:", "case 1:", "default:")) {
      line(depth + 1, head + " {");
      line(depth + 2, "if (Tries.once(9)) break;");
      boolean goesOn = block(depth + 2, true);
      line(depth + 1, "}");
      if (goesOn && below(2) == 0) {
        line(depth + 1, "break;");
      }
    }
    line(depth, "}");
  }

  /** A try within an expression, what is left of which is kept elsewhere meanwhile. */
  private void expression(int depth) {
    String assigned = of(random, ints);
    line(depth, "%s = %s + switch (Tries.draw(3)) {".formatted(assigned, number()));
    line(depth + 1, "case 0 -> {");
    // Nothing leaves it but an exception.
    List<Label> outer = List.copyOf(labels);
    labels.clear();
    line(depth + 2, "try {");
    line(depth + 3, "b = Tries.may(%s);".formatted(number()));
    line(depth + 3, "yield %s;".formatted(number()));
    line(depth + 2, "} catch (Tries.First e%d) {".formatted(names++));
    line(depth + 3, "yield Tries.may(%s);".formatted(number()));
    line(depth + 2, below(2) == 0 ? "}" : "} finally { a++; }");
    labels.addAll(outer);
    line(depth + 1, "}");
    line(depth + 1, "case 1 -> Tries.may(%s);".formatted(number()));
    line(depth + 1, "default -> %s;".formatted(number()));
    line(depth, "};");
  }

  private boolean attempt(int depth) {
    int variables = ints.size();
    boolean hasResources = below(5) == 0;
    line(
        depth,
        hasResources
            ? "try (Tries.Closed r%d = new Tries.Closed(%s)) {".formatted(names++, number())
            : "try {");
    boolean goesOn = block(depth + 1, true);
    ints.subList(variables, ints.size()).clear();
    boolean isCaught = false;
    List<String> types =
        List.of(
            "Tries.Second",
            "Tries.First",
            "IllegalStateException | ArithmeticException",
            "NullPointerException",
            "RuntimeException",
            "Exception",
            "Throwable");
    int catches = below(3);
    int next = 0;
    for (int i = 0; i < catches && next < types.size(); i++) {
      next += below(3);
      if (next >= types.size()) {
        break;
      }
      String name = "e" + names++;
      line(depth, "} catch (%s %s) {".formatted(types.get(next++), name));
      line(depth + 1, "Tries.say(Tries.kind(%s));".formatted(name));
      caught.add(name);
      goesOn |= block(depth + 1, true);
      caught.remove(name);
      isCaught = true;
    }
    if ((!isCaught && !hasResources) || below(2) == 0) {
      line(depth, "} finally {");
      goesOn &= block(depth + 1, true);
    }
    line(depth, "}");
    return goesOn;
  }
}
