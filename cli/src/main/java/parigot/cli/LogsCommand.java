package parigot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parigot logs}. */
@Command(
    name = "logs",
    header = "Prints the last lines of a running application's log, and those that come.",
    description = {
      "",
      "What the application logs is said at its start: warnings and errors, with -v more.",
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
    footer = {"  parigot logs", "  parigot logs -f greeting", "  parigot logs -n 10 --json"})
final class LogsCommand extends Asking {
  @Parameters(arity = "0..1", paramLabel = "GUEST", description = "only what is about this guest")
  private String guest = "";

  @Option(
      names = {"-f", "--follow"},
      description = "go on with the lines that come, until the application ends")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "200",
      description = "how many of the last lines; ${DEFAULT-VALUE} if it is left out")
  private int lines;

  @Option(
      names = "--json",
      description = "print a JSON object for each line: the message parigot.v1.LogLine")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, IOException, InterruptedException {
    String path =
        "/v1/log?lines=%d&follow=%s&format=%s&guest=%s"
            .formatted(
                lines,
                follow,
                json ? "json" : "text",
                URLEncoder.encode(guest, StandardCharsets.UTF_8));
    List<FutureTask<Void>> nodes = new ArrayList<>();
    for (RunningApplication node : chosen().nodesOfOne()) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                node.copy(path, new WholeLines());
                return null;
              });
      nodes.add(task);
      if (follow) {
        Thread thread = new Thread(task, "parigot-logs");
        thread.setDaemon(true);
        thread.start();
      } else {
        task.run();
      }
    }
    for (FutureTask<Void> node : nodes) {
      try {
        node.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InspectionException refused) {
          throw refused;
        }
        throw new IOException(e.getCause());
      }
    }
    return 0;
  }

  /** What several nodes say comes out line by line. */
  private final class WholeLines extends OutputStream {
    private byte[] begun = new byte[0];

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      String text =
          new String(begun, StandardCharsets.UTF_8)
              + new String(bytes, from, length, StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n') + 1;
      synchronized (LogsCommand.this) {
        out().print(text.substring(0, end));
        out().flush();
      }
      begun = text.substring(end).getBytes(StandardCharsets.UTF_8);
    }
  }
}
