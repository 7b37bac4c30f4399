package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import parigot.inspect.InspectionException;
import parigot.inspect.WholeApplication;
import parigot.v1.host.RestartReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parigot restart}. */
@Command(
    name = "restart",
    header =
        "Ends a guest of a running application, and starts it again with the module that is there.",
    description = {
      "",
      "The module is loaded from its file first; when it cannot be a guest of the application, the"
          + " guest goes on as it is. Calls to the guest fail, and its services keep their ids.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it runs again", "1:it does not, or there is no such guest or application"},
    footerHeading = "%nExample:%n",
    footer = {"  parigot restart greeting"})
final class RestartCommand extends Asking {
  @Parameters(paramLabel = "GUEST", description = "its name; all its instances are restarted")
  private String guest;

  @Option(names = "--json", description = "print JSON: the message parigot.v1.RestartReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, InvalidProtocolBufferException {
    RestartReport report = WholeApplication.of(chosen().nodesOfOne()).restart(guest);
    if (json) {
      Json.print(out(), report);
    } else {
      out().printf("%s runs again.%n", report.getGuest());
    }
    return 0;
  }
}
