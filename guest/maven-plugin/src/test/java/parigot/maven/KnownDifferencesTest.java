package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What differs from the JVM in more than a method has an example in the guide. Each example answers
 * otherwise as WebAssembly, and so none stands there that no longer does.
 */
class KnownDifferencesTest {
  private static final Path GUIDE = Path.of("..", "README.md");
  private static final String FROM =
      "Beside them, each with an example that `KnownDifferencesTest` runs both ways:";
  private static final Pattern ITEM =
      Pattern.compile("(?:until Java (\\d+), )?.*: `([^`]+)`", Pattern.DOTALL);

  @TempDir Path folder;

  private record Difference(int until, String example) {}

  @Test
  void eachExampleOfTheGuideAnswersOtherwiseThanOnTheJvm() throws Exception {
    List<Difference> all = inTheGuide();
    BothWays.Printed printed = new BothWays(folder, 0).printed(program(all));
    List<String> onTheJvm = printed.onTheJvm().lines().toList();
    List<String> asWasm = printed.asWasm().lines().toList();

    assertThat(all).hasSizeGreaterThan(10);
    assertThat(onTheJvm).hasSameSizeAs(all);
    assertThat(asWasm).hasSameSizeAs(all);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean isTold = Runtime.version().feature() <= all.get(i).until();
      if (onTheJvm.get(i).equals(asWasm.get(i)) == isTold) {
        wrong.add("%s is %s and %s".formatted(all.get(i), onTheJvm.get(i), asWasm.get(i)));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Difference> inTheGuide() throws IOException {
    String guide = Files.readString(GUIDE);
    int from = guide.indexOf(FROM);
    assertThat(from).isPositive();
    String list = guide.substring(from + FROM.length());
    List<Difference> all = new ArrayList<>();
    for (String item : list.substring(0, list.indexOf("\n\n", 2)).split("\n- ", -1)) {
      if (!item.isBlank()) {
        Matcher parts = ITEM.matcher(item);
        assertThat(parts.matches()).as(item).isTrue();
        int until = parts.group(1) == null ? Integer.MAX_VALUE : Integer.parseInt(parts.group(1));
        all.add(new Difference(until, parts.group(2)));
      }
    }
    return all;
  }

  /** Prints a line for each example: its value, or what it throws and what that says. */
  private static String program(List<Difference> all) {
    StringBuilder out =
        new StringBuilder(
            """
            package shop;

            import java.util.*;

            class Calls {
              interface Value {
                Object get() throws Exception;
              }

              interface Action {
                void run() throws Exception;
              }

              static void attempt(Value value) {
                try {
                  System.out.println(value.get());
                } catch (Throwable e) {
                  System.out.println(e.getClass().getName() + ": " + e.getMessage());
                }
              }

              static void attempt(Action action) {
                attempt(
                    () -> {
                      action.run();
                      return "done";
                    });
              }

              public static void main(String[] args) {
            """);
    all.forEach(each -> out.append("    attempt(() -> ").append(each.example()).append(");\n"));
    return out.append("  }\n}\n").toString();
  }
}
