package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.inspect.InspectionException;
import parigot.inspect.JsonCalls;
import parigot.inspect.RunningApplication;
import parigot.runtime.Console;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings.Kind;
import parigot.runtime.settings.SettingsException;
import parigot.v1.host.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code parigot call}. */
@Command(
    name = "call",
    header = "Calls a service with JSON, and prints its response as JSON.",
    description = {
      "",
      "The service is one of a running application, or of one that is started for this one call"
          + " with --file: without its mains, whose end would be its own. A guest's module must tell"
          + " what the service is: \"parigot services\" shows those that do.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the service has answered",
      "1:it was not called, or has answered with an error",
      "193:the command line or the configuration is wrong",
      "194:with --file: a guest did not launch"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot call greeting.v1.Greeting/FetchGreeting '{\"tongue\": \"French\"}'",
      "  parigot call --file shop.conf shop.v1.Shop/Price - <request.json"
    })
final class CallCommand extends Asking {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/METHOD",
      description = "as the .proto writes them: greeting.v1.Greeting/FetchGreeting")
  private String target;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "the request; {} if it is left out, - reads it from standard input")
  private String request;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "start the application that this configuration describes (or a folder with an"
              + " application.conf), call its service, and end it")
  private Path file;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "how long the call may take, as in 5s; as the settings say if it is left out")
  private String timeout;

  @Option(
      names = "--json",
      description = "print a failure as JSON too: the message parigot.v1.Refusal")
  private boolean json;

  @Override
  int ask()
      throws InspectionException, ChosenApplication.NoneChosen, IOException, InterruptedException {
    int slash = target.indexOf('/');
    if (slash <= 0 || slash == target.length() - 1) {
      throw new ParameterException(
          spec().commandLine(),
          "%s is no SERVICE/METHOD, as greeting.v1.Greeting/FetchGreeting".formatted(target));
    }
    String service = target.substring(0, slash);
    String method = target.substring(slash + 1);
    if (file != null) {
      return callInFile(service, method);
    }
    List<RunningApplication> nodes = chosen().nodesOfOne();
    String text = requested();
    Refusal refusal = Refusal.getDefaultInstance();
    for (RunningApplication node : nodes) {
      try {
        out().println(node.call(service, method, text, Optional.ofNullable(timeout)));
        return 0;
      } catch (InspectionException e) {
        refusal = e.refusal();
        // Another node may have a guest that tells.
        if (!refusal.getReason().equals(JsonCalls.NOT_DESCRIBED)) {
          break;
        }
      }
    }
    return failed(refusal);
  }

  private String requested() throws IOException {
    if (!request.equals(STANDARD_INPUT)) {
      return request;
    }
    InputStream in = System.in;
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private int failed(Refusal refusal) throws InvalidProtocolBufferException {
    if (json) {
      Json.print(out(), refusal);
    } else {
      Complaint.print(err(), refusal.getError());
      refusal.getChainList().forEach(link -> err().println("  " + link));
    }
    return ExitCodes.NOT_THERE;
  }

  private int callInFile(String service, String method) throws IOException, InterruptedException {
    if (timeout != null) {
      System.setProperty("parigot.guest-defaults.call-timeout", timeout);
    }
    ApplicationSettings settings;
    try {
      settings =
          ApplicationSettings.of(ConfigFiles.load(Optional.of(file)))
              .only(guest -> guest.kind() == Kind.SERVER);
    } catch (SettingsException e) {
      Complaint.print(err(), e.getMessage());
      return ExitCodes.USAGE;
    }
    String text = requested();
    try (Application application = Parigot.start(settings, Console.standardOutput())) {
      application.launched().toCompletableFuture().get(1, TimeUnit.HOURS);
      out().println(new JsonCalls(application).call(service, method, text, Optional.empty()));
      return 0;
    } catch (JsonCalls.Failed e) {
      return failed(e.refusal());
    } catch (StartException e) {
      Complaint.print(err(), e.getMessage());
      return ExitCodes.USAGE;
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Complaint.print(err(), String.valueOf(cause.getMessage()));
      return ExitCodes.NOT_LAUNCHED;
    }
  }
}
