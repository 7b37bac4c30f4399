package parigot.console;

import java.util.List;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;

/** Finds what runs on this machine. */
@FunctionalInterface
public interface RunningNodes {
  /**
   * Those that run now, each as it stands now.
   *
   * @throws InspectionException when it cannot be found out: a sentence
   */
  List<RunningApplication> now() throws InspectionException;
}
