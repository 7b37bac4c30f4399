package parigot.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Sends spans, and has a {@link CollectorWatch} see what becomes of them. */
final class WatchedSpans implements SpanExporter {
  private final SpanExporter exporter;
  private final CollectorWatch watch;

  WatchedSpans(SpanExporter exporter, CollectorWatch watch) {
    this.exporter = exporter;
    this.watch = watch;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return watch.seen(exporter.export(spans));
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
