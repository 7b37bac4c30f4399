package parigot.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks running applications something. */
abstract class Asking implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ChosenApplication chosen;

  @Override
  public final Integer call() throws Exception {
    try {
      return ask();
    } catch (InspectionException | ChosenApplication.NoneChosen e) {
      Complaint.print(err(), e.getMessage());
      return ExitCodes.NOT_THERE;
    } finally {
      out().flush();
    }
  }

  /**
   * Asks and tells.
   *
   * @return the exit code
   */
  abstract int ask() throws Exception;

  final ChosenApplication chosen() {
    return chosen;
  }

  /** The application that is meant, when it can be no more than one. */
  final RunningApplication one() throws InspectionException, ChosenApplication.NoneChosen {
    return chosen.one();
  }

  final CommandSpec spec() {
    return spec;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
