package parigot.cli;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import parigot.console.Console;
import parigot.inspect.InspectionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot console}. */
@Command(
    name = "console",
    header = "Serves a page that shows a running application, until it is interrupted.",
    description = {
      "",
      "Guests and who calls whom, calls that wait, the start order, nodes and the log; guests can be"
          + " restarted there. The address that it prints is for one browser: the first that opens"
          + " it. Only this machine can reach it.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "1:no such application runs, or the port is taken",
      "130:interrupted, as it ends"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  parigot console", "  parigot console -p shop --port 7070"})
final class ConsoleCommand extends Asking {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "the port of the page on 127.0.0.1; any that is free if it is left out")
  private int port;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, IOException, InterruptedException {
    String name = chosen().nodesOfOne().get(0).report().getName();
    try (Console console = Console.open(port, name, chosen()::all)) {
      out().printf("%s can be seen at %s%n", name, console.address());
      out().flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (BindException e) {
      Complaint.print(
          err(), "Port %d of 127.0.0.1 cannot be had: %s".formatted(port, e.getMessage()));
      return ExitCodes.NOT_THERE;
    }
  }
}
