package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.runtime.settings.SettingsException;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.ApplicationReports;
import parigot.v1.host.GuestReport;
import parigot.v1.host.MovableReport;
import parigot.v1.host.NodeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parigot ps}. */
@Command(
    name = "ps",
    header = "Tells which applications run, and how their guests stand.",
    description = {
      "",
      "Those of this user on this machine, unless they have parigot.inspect = off.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "1:no such application runs",
      "193:the command line or the configuration is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  parigot ps", "  parigot ps -p shop --json", "  parigot ps shop.parigot"})
final class PsCommand extends Asking {
  private static final int SHORT_DIGEST = 12;

  @Option(names = "--json", description = "print JSON: the message parigot.v1.ApplicationReports")
  private boolean json;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "only those that run this: a configuration, a folder with an application.conf, or a pack;"
              + " guests whose module is another than there are named")
  private Path file;

  @Override
  int ask() throws InspectionException, InvalidProtocolBufferException {
    Optional<NamedApplication> named;
    try {
      named = file == null ? Optional.empty() : Optional.of(NamedApplication.of(file));
    } catch (SettingsException wrong) {
      Complaint.print(err(), wrong.getMessage());
      return ExitCodes.USAGE;
    }
    List<ApplicationReport> reports =
        chosen().all().stream()
            .map(RunningApplication::report)
            .filter(report -> named.isEmpty() || named.get().isRunBy(report))
            .toList();
    if (json) {
      Json.print(out(), ApplicationReports.newBuilder().addAllApplications(reports));
    } else {
      print(out(), reports, named);
    }
    if (reports.isEmpty()) {
      Complaint.print(
          err(),
          file == null ? chosen().none() : "No application of yours runs %s here".formatted(file));
      return ExitCodes.NOT_THERE;
    }
    return 0;
  }

  private static void print(
      PrintWriter out, List<ApplicationReport> reports, Optional<NamedApplication> named) {
    boolean first = true;
    for (ApplicationReport report : reports) {
      if (!first) {
        out.println();
      }
      first = false;
      print(out, report);
      named.ifPresent(application -> application.differences(report).forEach(out::println));
    }
  }

  private static void print(PrintWriter out, ApplicationReport report) {
    out.printf(
        "%s%s: process %d, %s, for %s%s%n",
        report.getName(),
        report.getNode().isEmpty() ? "" : ", node " + report.getNode(),
        report.getProcess(),
        report.getState(),
        Shown.duration(report.getUptimeSeconds()),
        report.getAddressesList().isEmpty()
            ? ""
            : ", at " + String.join(", ", report.getAddressesList()));
    Table guests =
        new Table(
            "GUEST",
            "KIND",
            "STATE",
            ">RESTARTS",
            ">MEMORY",
            ">LIMIT",
            ">MAILBOX",
            ">CALLS",
            "MODULE");
    for (GuestReport guest : report.getGuestsList()) {
      guests.row(
          guest.getName(),
          guest.getKind(),
          guest.getState(),
          String.valueOf(guest.getRestarts()),
          guest.getMemory() == 0 ? "-" : Shown.bytes(guest.getMemory()),
          Shown.bytes(Integer.toUnsignedLong(guest.getMemoryLimit())),
          String.valueOf(guest.getMailbox()),
          String.valueOf(guest.getCalls()),
          guest.getDigest().substring(0, Math.min(SHORT_DIGEST, guest.getDigest().length())));
    }
    guests.print(out);
    for (GuestReport guest : report.getGuestsList()) {
      if (guest.getWaitsForCount() > 0) {
        out.printf(
            "%s waits for %s%n", guest.getName(), String.join(", ", guest.getWaitsForList()));
      }
      if (guest.getState().equals("restarting")) {
        out.printf(
            "%s is started again in %s%n",
            guest.getName(), Shown.duration(guest.getRestartsInSeconds()));
      }
    }
    Table movables = new Table("MOVABLE", "NODE", "PLACE", "WHY");
    for (MovableReport guest : report.getMovablesList()) {
      movables.row(
          "%s.%d".formatted(guest.getGuest(), guest.getInstance()),
          guest.getNode().isEmpty() ? "-" : guest.getNode(),
          guest.getState(),
          guest.getWhy());
    }
    movables.print(out);
    Table nodes =
        new Table("NODE", "LINK", ">ROUND TRIP", ">RUNNING", ">CALLS TO", ">CALLS FROM", "TROUBLE");
    for (NodeReport node : report.getNodesList()) {
      nodes.row(
          node.getName(),
          node.getLeaving() ? "leaving" : node.getLinked() ? "linked" : "lost",
          node.getLinked() ? "%.1f ms".formatted(node.getRoundTripMillis()) : "-",
          String.valueOf(node.getRunning()),
          String.valueOf(node.getCallsTo()),
          String.valueOf(node.getCallsFrom()),
          node.getLinked() ? "" : node.getTrouble());
    }
    nodes.print(out);
    if (!report.getTrouble().isEmpty()) {
      out.printf("%n%s%n", report.getTrouble());
    }
  }
}
