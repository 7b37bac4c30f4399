package parigot.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;

/** Says in the log when the collector takes no spans, and when it does again: each once. */
final class WatchedExporter implements SpanExporter {
  /**
   * Where the exporter itself complains, of each batch. Kept here, or its level would be lost. Who
   * has given it a level reads it.
   */
  private static final java.util.logging.Logger OWN =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  static {
    if (OWN.getLevel() == null) {
      OWN.setLevel(Level.OFF);
    }
  }

  private final SpanExporter exporter;
  private final Logger log;
  private final AtomicBoolean fails = new AtomicBoolean();

  WatchedExporter(SpanExporter exporter, Logger log) {
    this.exporter = exporter;
    this.log = log;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> tell(result));
  }

  private void tell(CompletableResultCode result) {
    boolean failed = !result.isSuccess();
    if (fails.getAndSet(failed) != failed) {
      if (failed) {
        log.warn("The collector of parigot.traces takes no spans{}", why(result));
      } else {
        log.info("The collector of parigot.traces takes spans again.");
      }
    }
  }

  /** What the exporter has failed with, without its own wrapping. */
  private static String why(CompletableResultCode result) {
    return Optional.ofNullable(result.getFailureThrowable())
        .map(failure -> ": " + Optional.ofNullable(failure.getCause()).orElse(failure))
        .orElse(".");
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
