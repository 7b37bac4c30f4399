package parigot.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import parigot.runtime.settings.GuestSettings.Kind;
import picocli.CommandLine;

/** Runs the test guests one after the other, and says of each how it went. */
final class TestRun {
  private final Runner runner;
  private final Selection selection;
  private final PrintWriter out;
  private final PrintWriter err;

  TestRun(Runner runner, Selection selection, CommandLine commandLine) {
    this.runner = runner;
    this.selection = selection;
    this.out = commandLine.getOut();
    this.err = commandLine.getErr();
  }

  int run() {
    List<String> tests = selection.names(Kind.TEST);
    if (tests.isEmpty()) {
      Complaint.print(err, "No guest is of kind test, so --test has nothing to run.");
      return ExitCodes.USAGE;
    }
    boolean allPassed = true;
    for (String test : tests) {
      long start = System.nanoTime();
      int code = runner.run(selection.forTest(test), false);
      if (runner.signalled()) {
        return code;
      }
      allPassed &= code == 0;
      double seconds = (System.nanoTime() - start) / 1e9;
      out.println(
          code == 0
              ? String.format(Locale.ROOT, "passed %s %.2f s", test, seconds)
              : "failed %s code %d".formatted(test, code));
      out.flush();
    }
    return allPassed ? 0 : 1;
  }
}
