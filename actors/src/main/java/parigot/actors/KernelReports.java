package parigot.actors;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.kernel.Effect;
import parigot.plugin.GuestLog;
import parigot.plugin.LimitedLog;

/** What the kernel reports, in the log: of each kind no more than a reader can take in. */
final class KernelReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.kernel");

  private final Lifecycle lifecycle;
  private final LimitedLog limitedLog;

  KernelReports(Lifecycle lifecycle, Clock clock) {
    this.lifecycle = lifecycle;
    limitedLog = new LimitedLog(LOG, clock);
  }

  void report(Effect.Report report) {
    if (report.severity() == Effect.Severity.ERROR) {
      lifecycle.reported(report.sentence());
    }
    Level level =
        switch (report.severity()) {
          case ERROR -> Level.ERROR;
          case WARNING -> Level.WARN;
          case INFO -> Level.INFO;
          case DEBUG -> Level.DEBUG;
        };
    if (LOG.isEnabledForLevel(level)) {
      GuestLog.about(report.about(), () -> log(level, report));
    }
  }

  private void log(Level level, Effect.Report report) {
    if (report.kind().isEmpty()) {
      LOG.atLevel(level).log("{}", report.sentence());
    } else {
      boolean unusedWasLogged = limitedLog.line(level, report.kind(), report.sentence());
    }
  }

  /** Says how many lines were left out. */
  @Override
  public void close() {
    limitedLog.tellLeftOut();
  }
}
