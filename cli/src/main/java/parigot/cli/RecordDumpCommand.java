package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import parigot.inspect.InspectionException;
import parigot.inspect.WholeApplication;
import parigot.v1.host.RecordedFile;
import parigot.v1.host.RecordingReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parigot record dump}. */
@Command(
    name = "dump",
    header = "Has a running application write what it keeps in memory of its guests.",
    description = {
      "",
      "For one with parigot.record.ring, which else writes only when a guest fails. Its guests go"
          + " on. All nodes that run on this machine write into folders of one name; where all is"
          + " written as it comes, that is told.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:nothing is recorded, or cannot be written, or there is no such guest or application"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  parigot record dump", "  parigot record dump --guest greeting -p shop"})
final class RecordDumpCommand extends Asking {
  @Option(
      names = "--guest",
      paramLabel = "NAME",
      description = "only this guest, by its name or its name in the log")
  private String guest;

  @Option(names = "--json", description = "print JSON: the message parigot.v1.RecordingReport")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, InvalidProtocolBufferException {
    RecordingReport report =
        WholeApplication.of(chosen().nodesOfOne()).dumpRecording(Optional.ofNullable(guest));
    if (json) {
      Json.print(out(), report);
      return 0;
    }
    Table table = new Table("GUEST", "FILE");
    for (RecordedFile file : report.getFilesList()) {
      table.row(file.getGuest(), file.getFile());
    }
    table.lines().forEach(out()::println);
    for (String folder : report.getFoldersList()) {
      out().printf("\"parigot replay %s\" runs them again.%n", folder);
    }
    return 0;
  }
}
