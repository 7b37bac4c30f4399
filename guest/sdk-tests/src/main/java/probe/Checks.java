package probe;

/** Compares what code gives with what it should give, and goes on whatever happens. */
final class Checks {
  private int made;
  private int failed;

  /** Some code; it may throw anything. */
  @FunctionalInterface
  interface Code {
    Object run() throws Exception;
  }

  /** Runs it, and compares the text of its result. */
  void that(String what, String expected, Code code) {
    made++;
    String result;
    try {
      result = String.valueOf(code.run());
    } catch (Throwable thrown) {
      result = "thrown " + thrown;
    }
    if (!result.equals(expected)) {
      failed++;
      System.out.println(what + " gives " + result + ", expected " + expected);
    }
  }

  int made() {
    return made;
  }

  int failed() {
    return failed;
  }
}
