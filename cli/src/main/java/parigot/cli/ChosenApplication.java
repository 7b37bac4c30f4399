package parigot.cli;

import java.util.List;
import java.util.stream.Collectors;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.v1.host.ApplicationReport;
import picocli.CommandLine.Option;

/** Which running application a command is about. */
final class ChosenApplication {
  @Option(
      names = {"-p", "--process"},
      paramLabel = "PID|NAME",
      description =
          "which application: the number of its process, or its name, as NAME or NAME/NODE; needed"
              + " when several run")
  private String wanted;

  /** Those that are meant: all, when none is named. */
  List<RunningApplication> all() throws InspectionException {
    List<RunningApplication> running = RunningApplication.all();
    return wanted == null ? running : running.stream().filter(this::isWanted).toList();
  }

  /**
   * The one that is meant.
   *
   * @throws NoneChosen when none is, or several are: a sentence
   */
  RunningApplication one() throws InspectionException, NoneChosen {
    List<RunningApplication> all = all();
    if (all.isEmpty()) {
      throw new NoneChosen(none());
    }
    if (all.size() > 1) {
      throw new NoneChosen(
          "Several applications run; say which with -p: "
              + all.stream()
                  .map(each -> each.process() + " (" + shown(each.report()) + ")")
                  .collect(Collectors.joining(", ")));
    }
    return all.get(0);
  }

  /**
   * The one that is meant: all of its nodes that run here.
   *
   * @throws NoneChosen when none is, or several are: a sentence
   */
  List<RunningApplication> nodesOfOne() throws InspectionException, NoneChosen {
    List<RunningApplication> all = all();
    boolean areNodesOfOne =
        all.size() > 1
            && all.stream().noneMatch(each -> each.report().getNode().isEmpty())
            && all.stream().map(each -> each.report().getName()).distinct().count() == 1;
    return areNodesOfOne ? all : List.of(one());
  }

  /** It is not known which application is meant. */
  static final class NoneChosen extends Exception {
    private static final long serialVersionUID = 1;

    NoneChosen(String sentence) {
      super(sentence);
    }
  }

  /** What is said when none runs. */
  String none() {
    return wanted == null
        ? "No application of yours runs here that lets you look at it"
        : "No application %s of yours runs here".formatted(wanted);
  }

  private boolean isWanted(RunningApplication running) {
    ApplicationReport report = running.report();
    return wanted.equals(running.process())
        || wanted.equals(String.valueOf(report.getProcess()))
        || wanted.equals(report.getName())
        || wanted.equals(report.getName() + "/" + report.getNode());
  }

  private static String shown(ApplicationReport report) {
    return report.getNode().isEmpty()
        ? report.getName()
        : report.getName() + "/" + report.getNode();
  }
}
