package parigot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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

  /**
   * Runs them.
   *
   * @param wanted the names of those to run; all, when it is empty
   */
  int run(List<String> wanted) {
    List<String> tests = selection.names(Kind.TEST);
    if (tests.isEmpty()) {
      Complaint.print(err, "No guest is of kind test, so --test has nothing to run.");
      return ExitCodes.USAGE;
    }
    for (String name : wanted) {
      if (!tests.contains(name)) {
        Complaint.print(
            err,
            "No guest of kind test is named %s; there are %s."
                .formatted(name, String.join(", ", tests)));
        return ExitCodes.USAGE;
      }
    }
    boolean allPassed = true;
    for (String test : wanted.isEmpty() ? tests : wanted) {
      long start = System.nanoTime();
      int code = runWithStoresOfItsOwn(test);
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

  private int runWithStoresOfItsOwn(String test) {
    try {
      Path stores = Files.createTempDirectory("parigot-test-");
      try {
        return runner.run(selection.forTest(test).withStoresIn(stores), false);
      } finally {
        delete(stores);
      }
    } catch (IOException e) {
      Complaint.print(err, "The stores of the test %s: %s".formatted(test, e));
      return ExitCodes.FAILED;
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, IOException failure)
              throws IOException {
            Files.delete(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
