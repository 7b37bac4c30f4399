package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import parigot.inspect.InspectionException;
import parigot.inspect.WholeApplication;
import parigot.v1.host.CallReport;
import parigot.v1.host.CallsReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot calls}. */
@Command(
    name = "calls",
    header = "Tells which calls wait for an answer, for how long, and for whom.",
    description = {
      "",
      "Of an application with several nodes on this machine all are asked, and a call that goes from"
          + " one to another is followed there.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:told", "1:no such application runs"},
    footerHeading = "%nExamples:%n",
    footer = {"  parigot calls", "  parigot calls -p shop --json"})
final class CallsCommand extends Asking {
  @Option(names = "--json", description = "print JSON: the message parigot.v1.CallsReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, InvalidProtocolBufferException {
    CallsReport report = WholeApplication.of(chosen().nodesOfOne()).calls();
    List<CallReport> calls = report.getCallsList();
    if (json) {
      Json.print(out(), report);
      return 0;
    }
    if (calls.isEmpty()) {
      out().println("No call waits for an answer.");
      return 0;
    }
    Table table = new Table(">AGE", ">OF", "CALLER", "CALLEE", "SERVICE", "METHOD");
    for (CallReport call : calls) {
      table.row(
          Shown.duration(call.getAgeSeconds()),
          Shown.duration(call.getTimeoutSeconds()),
          call.getCaller(),
          call.getCallee(),
          call.getService(),
          call.getMethod());
    }
    table.lines().forEach(out()::println);
    out().println();
    out().println("Who waits for whom:");
    for (CallReport call : calls) {
      out().println("  " + String.join(", ", call.getChainList()));
    }
    int more = report.getOpen() - calls.size();
    if (more > 0) {
      out().printf("%nand %d more.%n", more);
    }
    return 0;
  }
}
