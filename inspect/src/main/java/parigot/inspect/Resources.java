package parigot.inspect;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parigot.actors.Application;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.NodeSettings;
import parigot.v1.host.RestartReport;
import parigot.v1.host.StopReport;

/** What can be asked of an application: {@code /v1/…}. */
final class Resources {
  private static final String CALL = "/v1/call/";
  private static final Pattern RESTART = Pattern.compile("/v1/guests/([^/]+)/restart");

  /** To compile a module may take long. */
  private static final int RESTART_MINUTES = 10;

  private final Application application;
  private final LogResource log;
  private final ApplicationReports reports;
  private final CallReports calls;
  private final FailureReports failures;
  private final TrafficReports traffic;
  private final MetricsResource metrics;
  private final ServicesReports services;
  private final JsonCalls jsonCalls;
  private final RecordingResource recordings;

  Resources(LoadedApplication loaded, Application application) {
    this.application = application;
    this.log =
        new LogResource(loaded.node().map(NodeSettings::name).orElse(""), RecentLines.OF_PROCESS);
    this.reports = new ApplicationReports(loaded, application);
    this.calls = new CallReports(loaded, application);
    this.failures = new FailureReports(loaded, application);
    this.traffic = new TrafficReports(loaded, application);
    this.metrics = new MetricsResource(application);
    this.services = new ServicesReports(application);
    this.jsonCalls = new JsonCalls(application);
    this.recordings =
        new RecordingResource(loaded.node().map(NodeSettings::name).orElse(""), application);
  }

  HttpAnswer answer(HttpRequest request) {
    try {
      return switch (request.path()) {
        case "/v1/application" -> get(request, () -> HttpAnswer.of(reports.application()));
        case "/v1/calls" -> get(request, () -> HttpAnswer.of(calls.calls()));
        case "/v1/failures" -> get(request, () -> HttpAnswer.of(failures.failures()));
        case "/v1/traffic" -> get(request, () -> HttpAnswer.of(traffic.traffic()));
        case "/v1/metrics" -> get(request, () -> metrics.answer(request.accept()));
        case "/v1/services" -> get(request, () -> HttpAnswer.of(services.services()));
        case "/v1/log" -> get(request, () -> log.answer(request.query()));
        case "/v1/recording/dump" -> post(request, () -> recordings.dump(request.query()));
        case "/v1/stop" -> post(request, this::stop);
        default -> below(request);
      };
    } catch (StartException e) {
      return HttpAnswer.refusal(503, sentence(e.getMessage()));
    }
  }

  private HttpAnswer below(HttpRequest request) {
    if (request.path().startsWith(CALL)) {
      return post(request, () -> call(request));
    }
    Matcher restart = RESTART.matcher(request.path());
    if (restart.matches()) {
      boolean onlyChanged = request.query().containsKey("changed");
      return post(request, () -> restart(restart.group(1), onlyChanged));
    }
    return HttpAnswer.refusal(404, "There is no %s here.".formatted(request.path()));
  }

  private HttpAnswer stop() {
    CompletionStage<Integer> unusedEndIsSeenByWhoeverAwaitsIt = application.stop();
    return HttpAnswer.of(StopReport.newBuilder().setState("ending"));
  }

  /**
   * @param onlyChanged whether nothing happens to a guest whose code is as it was
   */
  private HttpAnswer restart(String guest, boolean onlyChanged) {
    try {
      CompletionStage<List<String>> running =
          onlyChanged
              ? application.replaceChanged(List.of(guest))
              : application.replace(guest).thenApply(done -> List.of(guest));
      RestartReport.Builder report = RestartReport.newBuilder();
      running
          .toCompletableFuture()
          .get(RESTART_MINUTES, TimeUnit.MINUTES)
          .forEach(report::setGuest);
      return HttpAnswer.of(report);
    } catch (IllegalArgumentException e) {
      return HttpAnswer.refusal(404, e.getMessage());
    } catch (ExecutionException e) {
      return HttpAnswer.refusal(409, sentence(String.valueOf(e.getCause().getMessage())));
    } catch (TimeoutException e) {
      return HttpAnswer.refusal(504, "It does not launch.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpAnswer.refusal(503, "The application is ending.");
    }
  }

  private HttpAnswer call(HttpRequest request) {
    String[] names = request.path().substring(CALL.length()).split("/", -1);
    if (names.length != 2) {
      return HttpAnswer.refusal(404, "A call is asked for as /v1/call/SERVICE/METHOD.");
    }
    try {
      Optional<Duration> timeout =
          Optional.ofNullable(request.query().get("timeout")).map(Resources::duration);
      String json = request.body().isBlank() ? "{}" : request.body();
      String response = jsonCalls.call(names[0], names[1], json, timeout);
      return HttpAnswer.json(response);
    } catch (JsonCalls.Failed e) {
      return HttpAnswer.refusal(e.status(), e.refusal());
    } catch (IllegalArgumentException e) {
      return HttpAnswer.refusal(400, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HttpAnswer.refusal(503, "The application is ending.");
    }
  }

  /** As settings are written: {@code 250 ms}, {@code 5s}. */
  private static Duration duration(String text) {
    Config config = ConfigFactory.parseMap(Map.of("timeout", text));
    try {
      Duration duration = config.getDuration("timeout");
      if (text.matches(".*[a-z]\\s*") && !duration.isZero() && !duration.isNegative()) {
        return duration;
      }
    } catch (ConfigException e) {
      throw noDuration(text, e);
    }
    throw noDuration(text, null);
  }

  private static IllegalArgumentException noDuration(String text, Throwable cause) {
    return new IllegalArgumentException(
        "timeout must be a duration with its unit, such as 5s, and is \"%s\".".formatted(text),
        cause);
  }

  /** What answers a request. */
  @FunctionalInterface
  private interface Answering {
    HttpAnswer answer();
  }

  private static HttpAnswer get(HttpRequest request, Answering answering) {
    return request.method().equals("GET")
        ? answering.answer()
        : HttpAnswer.refusal(405, "%s is to be asked for by GET.".formatted(request.path()));
  }

  private static HttpAnswer post(HttpRequest request, Answering answering) {
    return request.method().equals("POST")
        ? answering.answer()
        : HttpAnswer.refusal(405, "%s is to be asked for by POST.".formatted(request.path()));
  }

  private static String sentence(String text) {
    return text.matches("(?s).*[.?]") ? text : text + ".";
  }
}
