package parigot.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The operators and casts of the primitive types. */
final class Operators {
  private static final List<String> NUMBERS =
      List.of("byte", "short", "char", "int", "long", "float", "double");
  private static final Set<String> WHOLE = Set.of("byte", "short", "char", "int", "long");

  private Operators() {}

  static Stream<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String one : NUMBERS) {
      for (String to : NUMBERS) {
        cases.add(unary("(%s) %s".formatted(to, one), one, "(%s) a".formatted(to)));
      }
      cases.add(unary("-" + one, one, "-a"));
      if (WHOLE.contains(one)) {
        cases.add(unary("~" + one, one, "~a"));
      }
      for (String other : NUMBERS) {
        if (!one.equals(other) && !one.equals("int")) {
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

  private static List<Case.Operand> operands(String... types) {
    return Stream.of(types).map(Case.Operand::corners).toList();
  }

  private static Case unary(String name, String type, String expression) {
    return Case.of(name, operands(type), expression);
  }

  private static Case binary(String one, String operator, String other) {
    return Case.of(
        one + " " + operator + " " + other, operands(one, other), "a " + operator + " b");
  }

  /** A comparison where jumps of both kinds are made of it. */
  private static Stream<Case> conditions(String one, String operator, String other) {
    return Stream.of(
            "!(a %1$s b) ? 1 : 2",
            "a %1$s b && b %1$s a", "a %1$s b || !(b %1$s a)", "(a %1$s b) == (b %1$s a)")
        .map(expression -> expression.formatted(operator))
        .map(
            expression ->
                Case.of(one + ", " + other + ": " + expression, operands(one, other), expression));
  }
}
