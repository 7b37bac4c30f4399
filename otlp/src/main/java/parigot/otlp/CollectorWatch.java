package parigot.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Says in the log when a collector takes nothing, and when it does again: each once. */
final class CollectorWatch {
  /**
   * Where the exporters and who calls them complain, each time. Kept here, or their levels would be
   * lost. Who has given one a level reads it.
   */
  private static final List<java.util.logging.Logger> OWN =
      Stream.of(
              "io.opentelemetry.exporter",
              "io.opentelemetry.sdk.metrics.export.PeriodicMetricReader")
          .map(java.util.logging.Logger::getLogger)
          .toList();

  static {
    OWN.stream().filter(own -> own.getLevel() == null).forEach(own -> own.setLevel(Level.OFF));
  }

  private final String block;
  private final String what;
  private final Logger log;
  private final AtomicBoolean fails = new AtomicBoolean();

  /**
   * @param block the settings that name the collector
   * @param what it is sent
   */
  CollectorWatch(String block, String what, Logger log) {
    this.block = block;
    this.what = what;
    this.log = log;
  }

  /** The same, which is looked at once it is there. */
  CompletableResultCode seen(CompletableResultCode result) {
    return result.whenComplete(() -> tell(result));
  }

  private void tell(CompletableResultCode result) {
    boolean failed = !result.isSuccess();
    if (fails.getAndSet(failed) != failed) {
      if (failed) {
        log.warn("The collector of {} takes no {}{}", block, what, why(result));
      } else {
        log.info("The collector of {} takes {} again.", block, what);
      }
    }
  }

  /** What the exporter has failed with, without its own wrapping. */
  private static String why(CompletableResultCode result) {
    return Optional.ofNullable(result.getFailureThrowable())
        .map(failure -> ": " + Optional.ofNullable(failure.getCause()).orElse(failure))
        .orElse(".");
  }
}
