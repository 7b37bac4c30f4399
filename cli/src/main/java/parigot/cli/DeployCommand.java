package parigot.cli;

import java.util.Set;
import java.util.TreeSet;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.inspect.WholeApplication;
import parigot.v1.host.NodeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parigot deploy}. */
@Command(
    name = "deploy",
    header = "Has a running application go on with the new module of a guest.",
    description = {
      "",
      "Each node of it on this machine, one after the other, loads the guest's module from its file;"
          + " where that is another, the guest begins anew with it, and the next node follows once"
          + " it runs. The instances of a movable guest take turns, and each answers first what it"
          + " was asked. When a module cannot be a guest of the application, that node and those"
          + " after it go on as they are.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it runs with the code of its file on each node here",
      "1:it does not, or there is no such guest or application"
    },
    footerHeading = "%nExample:%n",
    footer = {"  parigot deploy shop"})
final class DeployCommand extends Asking {
  @Parameters(paramLabel = "GUEST", description = "its name")
  private String guest;

  @Override
  int ask() throws InspectionException, ChosenApplication.NoneChosen {
    WholeApplication application = WholeApplication.of(chosen().nodesOfOne());
    application.deploy(guest, this::tell);
    Set<String> elsewhere = new TreeSet<>();
    for (RunningApplication node : application.nodes()) {
      node.report().getNodesList().stream().map(NodeReport::getName).forEach(elsewhere::add);
    }
    application.nodes().forEach(node -> elsewhere.remove(node.report().getNode()));
    if (!elsewhere.isEmpty()) {
      out()
          .printf(
              "Nodes on other machines read their own files: %s.%n", String.join(", ", elsewhere));
    }
    return 0;
  }

  private void tell(RunningApplication node, boolean replaced) {
    String name = node.report().getNode();
    out()
        .printf(
            "%s%s %s.%n",
            name.isEmpty() ? "" : name + ": ",
            guest,
            replaced ? "runs with new code" : "has the code of its file already");
    out().flush();
  }
}
