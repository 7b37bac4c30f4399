package parigot.maven;

import java.util.List;

/**
 * A call or an operator that is tried with many operands: what the report calls it, and the
 * statement that prints its result, in which the operands are a, b, c and so on.
 */
record Case(String name, List<Operand> operands, String statement) {

  /**
   * The values that an operand takes one after the other.
   *
   * @param type its type in the program
   * @param values the array of its values in the program, or the method that gives each of them
   * @param count how many the method gives, or 0 when {@code values} is an array
   * @param random the method that gives random ones, or empty
   * @param isChanged whether the call may change it, so that it is printed afterwards
   */
  record Operand(String type, String values, int count, String random, boolean isChanged) {

    /** A value of a primitive type or a text, at the corners of the type and random ones. */
    static Operand corners(String type) {
      String simple = type.substring(type.lastIndexOf('.') + 1);
      String values = "Results." + simple.toUpperCase(java.util.Locale.ROOT) + "S";
      String random = simple.equals("String") ? "" : "Results.random" + simple;
      return new Operand(type, values, 0, random, false);
    }

    Operand atMost(int most) {
      return new Operand(type, values, Math.min(count, most), random, isChanged);
    }
  }

  /** A case whose result is the value of an expression. */
  static Case of(String name, List<Operand> operands, String expression) {
    return new Case(name, operands, "Results.put(" + expression + ");");
  }
}
