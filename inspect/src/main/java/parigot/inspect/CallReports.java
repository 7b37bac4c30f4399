package parigot.inspect;

import java.time.Duration;
import parigot.actors.Application;
import parigot.kernel.CallView;
import parigot.kernel.IdKind;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.NodeSettings;
import parigot.v1.host.CallReport;
import parigot.v1.host.CallsReport;

/** Tells of the calls that wait for an answer. */
final class CallReports {
  /** More than these nobody reads, and the kernel would take its time for them. */
  private static final int MOST = 1_000;

  private static final double NANOS = 1e9;

  private final String node;
  private final Application application;

  CallReports(LoadedApplication loaded, Application application) {
    this.node = loaded.node().map(NodeSettings::name).orElse("");
    this.application = application;
  }

  CallsReport calls() {
    CallsReport.Builder report = CallsReport.newBuilder().setOpen(application.openCalls());
    for (CallView call : application.calls(MOST)) {
      report.addCalls(
          CallReport.newBuilder()
              .setCall(call.call().printLong(IdKind.CALL))
              .setNode(node)
              .setCaller(call.caller())
              .setCallee(call.callee())
              .setService(call.service())
              .setMethod(call.method())
              .setAgeSeconds(seconds(call.age()))
              .setTimeoutSeconds(seconds(call.timeout()))
              .addAllChain(call.chain()));
    }
    return report.build();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
