package parigot.inspect;

import java.time.Duration;
import java.util.Optional;
import parigot.actors.Application;
import parigot.kernel.CallOutcome;
import parigot.kernel.FailedCallView;
import parigot.kernel.IdKind;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.NodeSettings;
import parigot.v1.host.FailedCallReport;
import parigot.v1.host.FailuresReport;

/** Tells of the last calls that have failed. */
final class FailureReports {
  private static final double NANOS = 1e9;

  private final String node;
  private final Application application;
  private final ServicesReports services;

  FailureReports(LoadedApplication loaded, Application application) {
    this.node = loaded.node().map(NodeSettings::name).orElse("");
    this.application = application;
    this.services = new ServicesReports(application);
  }

  FailuresReport failures() {
    FailuresReport.Builder report = FailuresReport.newBuilder();
    application.failures().forEach(failed -> report.addFailures(report(failed)));
    return report.build();
  }

  private FailedCallReport report(FailedCallView failed) {
    FailedCallReport.Builder report =
        FailedCallReport.newBuilder()
            .setCall(failed.call().printLong(IdKind.CALL))
            .setNode(node)
            .setCaller(failed.caller())
            .setCallee(failed.callee())
            .setService(failed.service())
            .setMethod(failed.method())
            .setOutcome(failed.outcome().label())
            .setError(failed.error())
            .setDetail(failed.detail())
            .setMayHaveRun(failed.mayHaveRun())
            .addAllChain(failed.chain())
            .setTraceId(failed.trace())
            .setTookSeconds(seconds(failed.took()))
            .setAgeSeconds(seconds(failed.age()));
    name(failed).ifPresent(report::setErrorName);
    return report.build();
  }

  /** Of a service's own error. */
  private Optional<String> name(FailedCallView failed) {
    return failed.outcome() == CallOutcome.ERROR && failed.error() != 0
        ? services
            .named(failed.service())
            .flatMap(services::described)
            .flatMap(service -> service.error(failed.error()))
            .map(constant -> constant.getName())
        : Optional.empty();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
