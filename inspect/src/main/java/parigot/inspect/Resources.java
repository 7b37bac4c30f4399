package parigot.inspect;

import parigot.actors.Application;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;

/** What can be asked of an application: {@code /v1/…}. */
final class Resources {
  private final ApplicationReports reports;

  Resources(LoadedApplication loaded, Application application) {
    this.reports = new ApplicationReports(loaded, application);
  }

  HttpAnswer answer(HttpRequest request) {
    try {
      return switch (request.path()) {
        case "/v1/application" -> get(request, () -> HttpAnswer.of(reports.application()));
        default -> HttpAnswer.refusal(404, "There is no %s here.".formatted(request.path()));
      };
    } catch (StartException e) {
      return HttpAnswer.refusal(503, sentence(e.getMessage()));
    }
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

  private static String sentence(String text) {
    return text.matches("(?s).*[.?]") ? text : text + ".";
  }
}
