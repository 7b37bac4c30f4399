package parigot.inspect;

import java.util.List;
import parigot.actors.Application;
import parigot.metrics.ApplicationMetrics;
import parigot.metrics.Metric;
import parigot.metrics.MetricsText;

/** The metrics of an application, as Prometheus and its like ask for them. */
final class MetricsResource {
  private final Application application;

  MetricsResource(Application application) {
    this.application = application;
  }

  /**
   * What they are now.
   *
   * @param accept the media types that are wanted
   */
  HttpAnswer answer(String accept) {
    List<Metric> metrics = ApplicationMetrics.of(application.stats());
    MetricsText text = MetricsText.accepted(accept);
    return HttpAnswer.text(text.contentType(), false, out -> text.write(metrics, out));
  }
}
