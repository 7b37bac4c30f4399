package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import parigot.inspect.InspectionException;
import parigot.inspect.TrafficSince;
import parigot.inspect.WholeApplication;
import parigot.v1.host.TopCalls;
import parigot.v1.host.TopGuest;
import parigot.v1.host.TopReport;
import parigot.v1.host.TrafficReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot top}. */
@Command(
    name = "top",
    header = "Tells who calls what how often, how long that takes, and how busy the guests are.",
    description = {
      "",
      "First since the application's start, then every few seconds for that time, until it ends or"
          + " you end this. In a terminal the new takes the place of the old. Of an application with"
          + " several nodes on this machine all are asked.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:told, or the application has ended", "1:no such application runs"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot top",
      "  parigot top --once -p shop",
      "  parigot top --interval 10 --json"
    })
final class TopCommand extends Asking {
  private static final String TO_THE_BEGINNING = "\033[H";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";
  private static final int MOST_SECONDS = 86_400;

  @Option(names = "--once", description = "tell what was counted since the start, and no more")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "how long it is between two looks; default: ${DEFAULT-VALUE}",
      defaultValue = "2")
  private int interval;

  @Option(
      names = "--rows",
      paramLabel = "NUMBER",
      description = "how many kinds of calls are shown at most; default: ${DEFAULT-VALUE}",
      defaultValue = "20")
  private int rows;

  @Option(
      names = "--json",
      description = "print JSON: the message parigot.v1.TopReport, once for each look")
  private boolean json;

  @Override
  int ask() throws Exception {
    check("--interval", interval, MOST_SECONDS);
    check("--rows", rows, Integer.MAX_VALUE);
    WholeApplication nodes = WholeApplication.of(chosen().nodesOfOne());
    TrafficSince traffic = new TrafficSince();
    print(traffic.next(nodes.traffic()));
    while (!once) {
      Thread.sleep(Duration.ofSeconds(interval).toMillis());
      Map<String, TrafficReport> now;
      try {
        now = nodes.traffic();
      } catch (InspectionException e) {
        Complaint.print(err(), e.getMessage());
        return 0;
      }
      print(traffic.next(now));
    }
    return 0;
  }

  private void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new CommandLine.ParameterException(
          spec().commandLine(),
          "%s must be a whole number between 1 and %d, and is %d".formatted(option, most, value));
    }
  }

  private void print(TopReport report) throws InvalidProtocolBufferException {
    if (json) {
      Json.print(out(), report);
    } else if (!once && CommandLine.Help.Ansi.AUTO.enabled()) {
      StringWriter text = new StringWriter();
      shown(report, new PrintWriter(text));
      StringBuilder screen = new StringBuilder(TO_THE_BEGINNING);
      text.toString().lines().forEach(line -> screen.append(line).append(CLEAR_LINE).append('\n'));
      out().print(screen.append(CLEAR_BELOW));
    } else {
      shown(report, out());
      if (!once) {
        out().println();
      }
    }
    out().flush();
  }

  private void shown(TopReport report, PrintWriter out) {
    out.printf("In %s:%n", Shown.duration(report.getSeconds()));
    Table calls =
        new Table(
            "CALLER",
            "SERVICE",
            "METHOD",
            ">CALLS",
            ">CALLS/S",
            ">P50",
            ">P99",
            ">ERRORS",
            ">IN",
            ">OUT");
    report.getCallsList().stream().limit(rows).forEach(each -> row(calls, each));
    calls.print(out);
    if (report.getCallsCount() > rows) {
      out.printf("and %d more%n", report.getCallsCount() - rows);
    }
    Table guests =
        new Table(
            "GUEST",
            ">BUSY",
            ">EVENTS/S",
            ">MEMORY",
            ">MAILBOX",
            ">CALLS",
            ">REFUSED",
            ">RESTARTS");
    report.getGuestsList().forEach(each -> row(guests, each));
    guests.print(out);
  }

  private static void row(Table table, TopCalls calls) {
    table.row(
        on(calls.getNode(), calls.getCaller()),
        calls.getService(),
        calls.getMethod(),
        Long.toString(calls.getCount()),
        Shown.rate(calls.getPerSecond()),
        Shown.shortTime(calls.getP50Seconds()),
        Shown.shortTime(calls.getP99Seconds()),
        Long.toString(calls.getErrors()),
        Shown.bytes(calls.getRequestBytes()),
        Shown.bytes(calls.getResponseBytes()));
  }

  private static void row(Table table, TopGuest guest) {
    table.row(
        on(guest.getNode(), guest.getGuest()),
        "%.1f %%".formatted(100 * guest.getBusy()),
        Shown.rate(guest.getEventsPerSecond()),
        guest.hasMemory() ? Shown.bytes(guest.getMemory()) : "-",
        Integer.toString(guest.getMailbox()),
        Integer.toString(guest.getCalls()),
        Long.toString(guest.getRefused()),
        Integer.toString(guest.getRestarts()));
  }

  private static String on(String node, String guest) {
    return node.isEmpty() ? guest : node + "/" + guest;
  }
}
