package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.v1.host.ServiceReport;
import parigot.v1.host.ServicesReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot services}. */
@Command(
    name = "services",
    header = "Tells which services a running application has, with their methods and messages.",
    description = {"", "As far as the guests' modules tell of them.", ""},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:told", "1:no such application runs"},
    footerHeading = "%nExamples:%n",
    footer = {"  parigot services", "  parigot services -p shop --json"})
final class ServicesCommand extends Asking {
  @Option(names = "--json", description = "print JSON: the message parigot.v1.ServicesReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, InvalidProtocolBufferException {
    Map<String, ServiceReport.Builder> byName = new TreeMap<>();
    for (RunningApplication node : chosen().nodesOfOne()) {
      ServicesReport.Builder its = ServicesReport.newBuilder();
      node.get("/v1/services", its);
      its.getServicesList()
          .forEach(
              service ->
                  byName.merge(service.getName(), service.toBuilder(), ServicesCommand::both));
    }
    ServicesReport.Builder services =
        ServicesReport.newBuilder()
            .addAllServices(byName.values().stream().map(ServiceReport.Builder::build).toList());
    if (json) {
      Json.print(out(), services);
    } else if (services.getServicesList().isEmpty()) {
      out().println("No guest exports a service, or tells of one.");
    } else {
      ServiceTexts.print(out(), services.getServicesList());
    }
    return 0;
  }

  /** A service of which two nodes tell. */
  private static ServiceReport.Builder both(
      ServiceReport.Builder first, ServiceReport.Builder second) {
    Set<String> guests = new TreeSet<>(first.getGuestsList());
    guests.addAll(second.getGuestsList());
    ServiceReport.Builder described = first.getFullName().isEmpty() ? second : first;
    return described
        .clearGuests()
        .addAllGuests(guests)
        .setRunning(first.getRunning() || second.getRunning());
  }
}
