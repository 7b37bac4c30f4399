package parigot.cli;

import java.io.PrintWriter;

/** What the command line has to say about what went wrong: one sentence on standard error. */
final class Complaint {
  private Complaint() {}

  static void print(PrintWriter err, String sentence) {
    err.println("parigot: " + sentence + (sentence.matches("(?s).*[.?]") ? "" : "."));
  }
}
