package parigot.console;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.inspect.WholeApplication;
import parigot.v1.host.ApplicationReports;
import parigot.v1.host.CallsReport;
import parigot.v1.host.Refusal;

/** What the page asks, and what the application answers on its socket: of all its nodes as one. */
final class Questions {
  private static final Pattern RESTART = Pattern.compile("guests/([^/]+)/restart");

  private final String name;
  private final RunningNodes running;
  private final RecentTraffic traffic = new RecentTraffic();

  Questions(String name, RunningNodes running) {
    this.name = name;
    this.running = running;
  }

  private List<RunningApplication> nodes() throws InspectionException {
    return running.now().stream().filter(each -> each.report().getName().equals(name)).toList();
  }

  /**
   * Answers one, if there is such a question.
   *
   * @throws InspectionException when the application refuses: a sentence
   */
  Optional<String> answer(String method, String question) throws InspectionException {
    Matcher restart = RESTART.matcher(question);
    if (method.equals("POST") && restart.matches()) {
      return Optional.of(json(whole().restart(restart.group(1))));
    }
    if (!method.equals("GET")) {
      return Optional.empty();
    }
    return switch (question) {
      case "application" -> Optional.of(json(application()));
      case "calls" -> Optional.of(json(calls()));
      case "failures" -> Optional.of(json(whole().failures()));
      case "traffic" -> Optional.of(json(traffic.until(whole().traffic())));
      default -> Optional.empty();
    };
  }

  /** The lines of the log that are there, and those that come. */
  FollowedLog log(Map<String, String> query) throws InspectionException {
    return FollowedLog.of(whole().nodes(), query);
  }

  /** Its nodes as they stand; none when it has ended. */
  private ApplicationReports application() throws InspectionException {
    return ApplicationReports.newBuilder()
        .addAllApplications(nodes().stream().map(RunningApplication::report).toList())
        .build();
  }

  private CallsReport calls() throws InspectionException {
    List<RunningApplication> nodes = nodes();
    return nodes.isEmpty() ? CallsReport.getDefaultInstance() : WholeApplication.of(nodes).calls();
  }

  private WholeApplication whole() throws InspectionException {
    List<RunningApplication> nodes = nodes();
    if (nodes.isEmpty()) {
      throw new InspectionException(name + " has ended.");
    }
    return WholeApplication.of(nodes);
  }

  /** A refusal as JSON, with what there is to say and no more. */
  static String json(Refusal refusal) {
    return json(refusal, JsonFormat.printer());
  }

  private static String json(MessageOrBuilder message) {
    return json(message, JsonFormat.printer().alwaysPrintFieldsWithNoPresence());
  }

  private static String json(MessageOrBuilder message, JsonFormat.Printer printer) {
    try {
      return printer.preservingProtoFieldNames().omittingInsignificantWhitespace().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of our own has no JSON", e);
    }
  }
}
