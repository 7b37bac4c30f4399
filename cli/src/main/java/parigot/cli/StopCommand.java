package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.TimeUnit;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.v1.host.StopReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot stop}. */
@Command(
    name = "stop",
    header = "Ends a running application in order, and waits for its end.",
    description = {
      "",
      "As a signal does: what is under way may finish within stop-grace, and guests end that need"
          + " others before those. Of several nodes one is ended.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it has ended", "1:no such application runs"},
    footerHeading = "%nExample:%n",
    footer = {"  parigot stop -p shop"})
final class StopCommand extends Asking {
  private static final long LOOK_MILLIS = 50;

  @Option(names = "--json", description = "print JSON: the message parigot.v1.StopReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException,
          ChosenApplication.NoneChosen,
          InvalidProtocolBufferException,
          InterruptedException {
    RunningApplication running = one();
    StopReport.Builder report = StopReport.newBuilder();
    running.post("/v1/stop", "", report);
    while (running.isThere()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    if (json) {
      Json.print(out(), report.setState("ended"));
    } else {
      out().printf("%s has ended.%n", running.report().getName());
    }
    return 0;
  }
}
