package parigot.maven;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a Java program that runs cases, each with all combinations of the values that its operands
 * have, and with random ones. It prints a line for each result. Its argument is the number of the
 * case to begin with.
 */
final class ApiProgram {
  private ApiProgram() {}

  static String letter(int operand) {
    return String.valueOf((char) ('a' + operand));
  }

  static String letters(int count) {
    return IntStream.range(0, count).mapToObj(ApiProgram::letter).collect(Collectors.joining(", "));
  }

  /** The program's source. */
  static String source(String className, List<Case> cases, long random) {
    StringBuilder out = new StringBuilder("package shop;\n");
    out.append("@SuppressWarnings({\"unchecked\", \"rawtypes\", \"deprecation\", \"removal\"})\n");
    out.append("class " + className + " {\n  public static void main(String[] args) {\n");
    out.append("    int from = args.length > 0 ? Integer.parseInt(args[0]) : 0;\n");
    for (int number = 0; number < cases.size(); number++) {
      out.append("    if (from <= %1$d) c%1$d();\n".formatted(number));
    }
    out.append("    Results.flush();\n  }\n");
    for (int number = 0; number < cases.size(); number++) {
      appendCall(out, number, cases.get(number));
      appendLoops(out, number, cases.get(number), random);
    }
    return out.append("}\n").toString();
  }

  private static void appendCall(StringBuilder out, int number, Case each) {
    List<Case.Operand> operands = each.operands();
    String parameters =
        IntStream.range(0, operands.size())
            .mapToObj(i -> operands.get(i).type() + " " + letter(i))
            .collect(Collectors.joining(", "));
    out.append(
        """
          static void r%d(%s) {
            try {
              %s
            } catch (Throwable thrown) {
              Results.put(thrown);
            }
        """
            .formatted(number, parameters, each.statement()));
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).isChanged()) {
        out.append("    Results.put(%s);\n".formatted(letter(i)));
      }
    }
    out.append("  }\n");
  }

  private static void appendLoops(StringBuilder out, int number, Case each, long random) {
    List<Case.Operand> operands = each.operands();
    out.append("  static void c%d() {\n    Results.begin(%d);\n".formatted(number, number));
    for (int i = 0; i < operands.size(); i++) {
      Case.Operand operand = operands.get(i);
      out.append(
          operand.count() == 0
              ? "    for (%s %s : %s)\n".formatted(operand.type(), letter(i), operand.values())
              : "    for (int %1$s = 0; %1$s < %2$d; %1$s++)\n"
                  .formatted(letter(i), operand.count()));
    }
    String arguments =
        IntStream.range(0, operands.size())
            .mapToObj(
                i ->
                    operands.get(i).count() == 0
                        ? letter(i)
                        : operands.get(i).values() + "(" + letter(i) + ")")
            .collect(Collectors.joining(", "));
    out.append("      r%d(%s);\n".formatted(number, arguments));
    if (random > 0
        && !operands.isEmpty()
        && operands.stream().noneMatch(operand -> operand.random().isEmpty())) {
      out.append("    Results.random();\n    for (long n = 0; n < %dL; n++)\n".formatted(random));
      out.append(
          "      r%d(%s);\n"
              .formatted(
                  number,
                  operands.stream()
                      .map(operand -> operand.random() + "()")
                      .collect(Collectors.joining(", "))));
    }
    out.append("    Results.end();\n  }\n");
  }
}
