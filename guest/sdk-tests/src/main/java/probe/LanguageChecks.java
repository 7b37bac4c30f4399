package probe;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** Records, sealed types, enums, switches, lambdas, exceptions. */
final class LanguageChecks {
  private static final int MORE_THAN_A_HEAP = 1_000_000;

  private static int closed;

  private LanguageChecks() {}

  private record Point(int x, int y) {
    private Point {
      if (x < 0) {
        throw new IllegalArgumentException("x is " + x);
      }
    }
  }

  private sealed interface Shape permits Circle, Square {}

  private record Circle(double radius) implements Shape {}

  private record Square(double side) implements Shape {}

  private enum Colour {
    RED {
      @Override
      int weight() {
        return 1;
      }
    },
    GREEN {
      @Override
      int weight() {
        return 2;
      }
    };

    abstract int weight();
  }

  private interface Greeter {
    String name();

    default String greet() {
      return "hello " + name();
    }
  }

  private static final class Resource implements AutoCloseable {
    @Override
    public void close() {
      closed++;
    }
  }

  private static double area(Shape shape) {
    if (shape instanceof Circle circle) {
      return 3 * circle.radius * circle.radius;
    }
    Square square = (Square) shape;
    return square.side * square.side;
  }

  private static int depth(int levels) {
    return levels == 0 ? 0 : 1 + depth(levels - 1);
  }

  static void run(Checks checks) {
    types(checks);
    code(checks);
    exceptions(checks);
  }

  private static void types(Checks checks) {
    Point point = new Point(1, 2);
    checks.that("a record's text", "Point[x=1, y=2]", point::toString);
    checks.that("records' equality", "true", () -> point.equals(new Point(1, 2)));
    checks.that("a record's hash", "true", () -> point.hashCode() == new Point(1, 2).hashCode());
    checks.that("a sealed type", "12.0", () -> area(new Circle(2)));
    checks.that("another sealed type", "9.0", () -> area(new Square(3)));
    checks.that("an enum's method", "2", Colour.GREEN::weight);
    checks.that("an enum's constants", "[RED, GREEN]", () -> List.of(Colour.values()));
    checks.that("an enum by name", "GREEN", () -> Colour.valueOf("GREEN"));
    checks.that("a default method", "hello you", () -> ((Greeter) () -> "you").greet());
    checks.that("a class's name", "Point", () -> point.getClass().getSimpleName());
  }

  private static void code(Checks checks) {
    BinaryOperator<Integer> sum = (a, b) -> a + b;
    Supplier<List<String>> list = ArrayList::new;
    checks.that("a lambda", "3", () -> sum.apply(1, 2));
    checks.that("a reference to a constructor", "[]", list::get);
    checks.that(
        "a switch over texts",
        "two",
        () ->
            switch (String.valueOf((char) ('a' + 1))) {
              case "a" -> "one";
              case "b" -> "two";
              default -> "many";
            });
    checks.that(
        "a switch over an enum",
        "green",
        () ->
            switch (Colour.valueOf("GREEN")) {
              case RED -> "red";
              case GREEN -> "green";
            });
    checks.that(
        "a text block",
        "a\n  b\n",
        () ->
            """
            a
              b
            """);
    checks.that("a deep recursion", "5000", () -> depth(5000));
    checks.that("shifts", "-1 15 1", () -> (-1 >> 4) + " " + (-1 >>> 28) + " " + (1L << 64));
  }

  private static void exceptions(Checks checks) {
    checks.that(
        "an exception of one's own code",
        "x is -1",
        () -> {
          try {
            return new Point(-1, 0);
          } catch (IllegalArgumentException refused) {
            return refused.getMessage();
          }
        });
    checks.that(
        "a cause",
        "java.lang.Exception: inner",
        () -> new Exception("outer", new Exception("inner")).getCause());
    checks.that(
        "try with resources",
        "1",
        () -> {
          try (Resource resource = new Resource()) {
            return closed + (resource == null ? 0 : 1);
          }
        });
    checks.that("closing", "1", () -> closed);
    checks.that(
        "a null pointer", "java.lang.NullPointerException", () -> caught(() -> nothing().length()));
    checks.that(
        "an index",
        "java.lang.ArrayIndexOutOfBoundsException",
        () -> caught(() -> (new int[2])[closed + 3]));
    checks.that(
        "a cast",
        "java.lang.ClassCastException",
        () -> caught(() -> ((String) (Object) closed).length()));
    checks.that(
        "a number that is none",
        "java.lang.NumberFormatException",
        () -> caught(() -> Integer.parseInt("one")));
    String kept = "kept " + closed;
    WeakReference<String> weak = new WeakReference<>(kept);
    WeakReference<String> weaker = new WeakReference<>("dropped " + closed);
    checks.that("an object that only a weak reference has", "null", () -> afterCollection(weaker));
    checks.that("an object that another has too", "kept 1", weak::get);
    checks.that("that other", "kept 1", () -> kept);
  }

  private static Object afterCollection(WeakReference<String> reference) {
    StringBuilder dropped = new StringBuilder();
    for (int made = 0; made < MORE_THAN_A_HEAP && reference.get() != null; made++) {
      dropped = new StringBuilder(made % 10);
    }
    if (reference.get() != null) {
      // The heap of a Java virtual machine is larger than that.
      System.gc();
    }
    String left = reference.get();
    return left == null ? null : left + dropped;
  }

  private static String nothing() {
    return closed > 100 ? "" : null;
  }

  private static String caught(Checks.Code code) {
    try {
      return "nothing but " + code.run();
    } catch (Exception thrown) {
      return thrown.getClass().getName();
    }
  }
}
