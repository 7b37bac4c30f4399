package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import parigot.inspect.InspectionException;
import parigot.inspect.WholeApplication;
import parigot.kernel.Printable;
import parigot.v1.host.CallReport;
import parigot.v1.host.CallsReport;
import parigot.v1.host.FailedCallReport;
import parigot.v1.host.FailuresReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot calls}. */
@Command(
    name = "calls",
    header = "Tells which calls wait for an answer and for whom, or which have failed and why.",
    description = {
      "",
      "Of an application with several nodes on this machine all are asked, and a call that goes from"
          + " one to another is followed there. Of calls that have failed the last 16 of each caller"
          + " and method are kept, and the last 512 of a node.",
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
    footer = {"  parigot calls", "  parigot calls --failed", "  parigot calls -p shop --json"})
final class CallsCommand extends Asking {
  private static final int LONGEST = 2_000;

  @Option(names = "--failed", description = "tell the last calls that have failed")
  private boolean failed;

  @Option(
      names = "--json",
      description =
          "print JSON: the message parigot.v1.CallsReport, with --failed parigot.v1.FailuresReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, InvalidProtocolBufferException {
    WholeApplication application = WholeApplication.of(chosen().nodesOfOne());
    return failed ? tellFailed(application.failures()) : tellOpen(application.calls());
  }

  private int tellOpen(CallsReport report) throws InvalidProtocolBufferException {
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

  private int tellFailed(FailuresReport report) throws InvalidProtocolBufferException {
    if (json) {
      Json.print(out(), report);
      return 0;
    }
    if (report.getFailuresCount() == 0) {
      out().println("No call has failed.");
      return 0;
    }
    Table table =
        new Table(">AGO", "CALLER", "SERVICE", "METHOD", "ERROR", ">AFTER", "MAY HAVE RUN");
    for (FailedCallReport call : report.getFailuresList()) {
      table.row(
          Shown.duration(call.getAgeSeconds()),
          call.getCaller(),
          call.getService(),
          call.getMethod(),
          error(call),
          Shown.duration(call.getTookSeconds()),
          call.getMayHaveRun() ? "yes" : "no");
    }
    table.lines().forEach(out()::println);
    out().println();
    out().println("Why, and who waited for whom:");
    for (FailedCallReport call : report.getFailuresList()) {
      out().printf("  %s ago: %s%n", Shown.duration(call.getAgeSeconds()), said(call.getDetail()));
      if (call.getChainCount() > 0) {
        out().println("    " + said(String.join(", ", call.getChainList())));
      }
      if (!call.getTraceId().isEmpty()) {
        out().println("    trace " + call.getTraceId());
      }
    }
    return 0;
  }

  /** As {@code UnknownLang (4)}, or what else became of it. */
  private static String error(FailedCallReport call) {
    if (call.getError() == 0) {
      return call.getOutcome();
    }
    return call.getErrorName().isEmpty()
        ? "error %d".formatted(call.getError())
        : "%s (%d)".formatted(call.getErrorName(), call.getError());
  }

  private static String said(String text) {
    return Printable.of(text, LONGEST);
  }
}
