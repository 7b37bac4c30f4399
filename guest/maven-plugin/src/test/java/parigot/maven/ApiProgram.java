package parigot.maven;

import com.sun.source.util.JavacTask;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.ToolProvider;

/**
 * Writes a Java program that calls the public static methods of classes of the JDK, and the
 * operators of the primitive types, each with all combinations of values at the corners of its
 * types and with random ones. It prints a line for each result.
 */
final class ApiProgram {
  /** The types of parameters that there are values for, and the array of them in the program. */
  private static final Map<Class<?>, String> VALUES =
      Map.of(
          boolean.class, "BOOLEANS",
          byte.class, "BYTES",
          short.class, "SHORTS",
          char.class, "CHARS",
          int.class, "INTS",
          long.class, "LONGS",
          float.class, "FLOATS",
          double.class, "DOUBLES",
          String.class, "STRINGS");

  private static final List<Class<?>> NUMBERS =
      List.of(
          byte.class, short.class, char.class, int.class, long.class, float.class, double.class);
  private static final Set<Class<?>> WHOLE =
      Set.of(byte.class, short.class, char.class, int.class, long.class);
  private static final int MOST_PARAMETERS = 3;

  /** What the class library has for programs of Java 17, on whatever JDK this runs. */
  private static final JavacTask LIBRARY =
      (JavacTask)
          ToolProvider.getSystemJavaCompiler()
              .getTask(
                  null,
                  null,
                  null,
                  List.of("--release", "17", "-proc:none"),
                  List.of(Object.class.getName()),
                  null);

  /** Answers of the machine, or another for each run. */
  private static final Set<String> WITHOUT_ONE_ANSWER =
      Set.of("random", "getInteger", "getLong", "getBoolean");

  /** A call or an operator: what the report calls it, and its expression with a, b and c. */
  record Case(String name, List<Class<?>> operands, String expression) {}

  private ApiProgram() {}

  /** The static methods of a class for whose parameters there are values. */
  static Stream<Case> methodsOf(Class<?> type) {
    Set<String> documented = signaturesOf(type);
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> documented.contains(signature(method)))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> !WITHOUT_ONE_ANSWER.contains(method.getName()))
        .filter(method -> method.getParameterCount() <= MOST_PARAMETERS)
        .filter(method -> VALUES.keySet().containsAll(List.of(method.getParameterTypes())))
        .filter(method -> method.getReturnType().isPrimitive() || isPrinted(method))
        .map(method -> call(type, method))
        .sorted(Comparator.comparing(Case::name));
  }

  private static Set<String> signaturesOf(Class<?> type) {
    TypeElement element = LIBRARY.getElements().getTypeElement(type.getCanonicalName());
    return ElementFilter.methodsIn(element.getEnclosedElements()).stream()
        .map(
            method ->
                method.getSimpleName()
                    + method.getParameters().stream()
                        .map(parameter -> LIBRARY.getTypes().erasure(parameter.asType()).toString())
                        .collect(Collectors.joining(",", "(", ")")))
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getCanonicalName)
            .collect(Collectors.joining(",", "(", ")"));
  }

  private static boolean isPrinted(Method method) {
    Class<?> result = method.getReturnType();
    return result == String.class
        || result == byte[].class
        || result == char[].class
        || Number.class.isAssignableFrom(result)
        || result == Boolean.class
        || result == Character.class;
  }

  private static Case call(Class<?> type, Method method) {
    List<Class<?>> operands = List.of(method.getParameterTypes());
    String name =
        "%s.%s(%s)"
            .formatted(
                type.getSimpleName(),
                method.getName(),
                operands.stream().map(Class::getSimpleName).collect(Collectors.joining(",")));
    return new Case(
        name,
        operands,
        "%s.%s(%s)".formatted(type.getName(), method.getName(), letters(operands.size())));
  }

  private static String letters(int count) {
    return Stream.of("a", "b", "c").limit(count).collect(Collectors.joining(", "));
  }

  /** The operators and casts of the primitive types. */
  static Stream<Case> operators() {
    List<Case> cases = new ArrayList<>();
    for (Class<?> one : NUMBERS) {
      for (Class<?> to : NUMBERS) {
        cases.add(new Case("(%s) %s".formatted(to, one), List.of(one), "(%s) a".formatted(to)));
      }
      cases.add(new Case("-" + one, List.of(one), "-a"));
      if (WHOLE.contains(one)) {
        cases.add(new Case("~" + one, List.of(one), "~a"));
      }
      for (Class<?> other : NUMBERS) {
        if (one != other && one != int.class) {
          continue;
        }
        Stream.of("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=")
            .forEach(operator -> cases.add(binary(one, operator, other)));
        Stream.of("<", "<=", ">", ">=", "==", "!=")
            .flatMap(operator -> conditions(one, operator, other))
            .forEach(cases::add);
        Stream.of("+=", "*=", "/=", "%=")
            .forEach(operator -> cases.add(binary(one, operator, other)));
        if (WHOLE.contains(one) && WHOLE.contains(other)) {
          Stream.of("&", "|", "^", "<<", ">>", ">>>", "<<=", ">>>=")
              .forEach(operator -> cases.add(binary(one, operator, other)));
        }
      }
    }
    return cases.stream();
  }

  private static Case binary(Class<?> one, String operator, Class<?> other) {
    return new Case(
        one + " " + operator + " " + other, List.of(one, other), "a " + operator + " b");
  }

  /** A comparison where jumps of both kinds are made of it. */
  private static Stream<Case> conditions(Class<?> one, String operator, Class<?> other) {
    return Stream.of(
            "!(a %1$s b) ? 1 : 2",
            "a %1$s b && b %1$s a", "a %1$s b || !(b %1$s a)", "(a %1$s b) == (b %1$s a)")
        .map(expression -> expression.formatted(operator))
        .map(
            expression ->
                new Case(one + ", " + other + ": " + expression, List.of(one, other), expression));
  }

  /** The program's source. */
  static String source(String className, List<Case> cases, long random) {
    StringBuilder out = new StringBuilder("package shop;\nclass " + className + " {\n");
    out.append("  public static void main(String[] args) {\n");
    for (int number = 0; number < cases.size(); number++) {
      out.append("    c%d();\n".formatted(number));
    }
    out.append("    Results.flush();\n  }\n");
    for (int number = 0; number < cases.size(); number++) {
      append(out, number, cases.get(number), random);
    }
    return out.append("}\n").toString();
  }

  private static void append(StringBuilder out, int number, Case each, long random) {
    List<Class<?>> operands = each.operands();
    String letters = "abc";
    out.append("  static void r%d(".formatted(number));
    for (int i = 0; i < operands.size(); i++) {
      out.append(
          "%s%s %c"
              .formatted(i == 0 ? "" : ", ", operands.get(i).getSimpleName(), letters.charAt(i)));
    }
    out.append(
        ") {\n    try {\n      Results.put(%s);\n    } catch (Exception thrown) {\n      Results.put(thrown);\n    }\n  }\n"
            .formatted(each.expression()));
    out.append("  static void c%d() {\n    Results.begin(%d);\n".formatted(number, number));
    for (int i = 0; i < operands.size(); i++) {
      out.append(
          "    for (%s %c : Results.%s)\n"
              .formatted(
                  operands.get(i).getSimpleName(), letters.charAt(i), VALUES.get(operands.get(i))));
    }
    out.append("      r%d(%s);\n".formatted(number, letters(operands.size())));
    if (random > 0 && !operands.contains(String.class) && !operands.isEmpty()) {
      out.append("    Results.random();\n    for (long n = 0; n < %dL; n++)\n".formatted(random));
      out.append(
          "      r%d(%s);\n"
              .formatted(
                  number,
                  operands.stream()
                      .map(type -> "Results.random" + type.getSimpleName() + "()")
                      .collect(Collectors.joining(", "))));
    }
    out.append("    Results.end();\n  }\n");
  }
}
