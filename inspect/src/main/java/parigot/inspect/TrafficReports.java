package parigot.inspect;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import parigot.actors.Application;
import parigot.actors.ApplicationStats;
import parigot.actors.GuestStatus;
import parigot.actors.LinkTraffic;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.Durations;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;
import parigot.runtime.plugins.PluginCallStats;
import parigot.v1.host.CallTraffic;
import parigot.v1.host.DurationCounts;
import parigot.v1.host.GuestTraffic;
import parigot.v1.host.OutcomeTraffic;
import parigot.v1.host.PluginTraffic;
import parigot.v1.host.TrafficReport;

/** Tells what an application has counted. */
final class TrafficReports {
  private static final double NANOS = 1e9;

  private final Application application;
  private final Time time;
  private final long began;

  TrafficReports(LoadedApplication loaded, Application application) {
    this.application = application;
    time = loaded.time();
    began = time.nanos();
  }

  TrafficReport traffic() {
    ApplicationStats stats = application.stats();
    TrafficReport.Builder report =
        TrafficReport.newBuilder().setUptimeSeconds((time.nanos() - began) / NANOS);
    stats.kernel().calls().forEach(calls -> report.addCalls(calls(calls)));
    for (GuestStatus guest : stats.guests()) {
      report.addGuests(guest(guest, stats.kernel().refused()));
    }
    stats.pluginCalls().forEach(calls -> report.addPlugins(plugin(calls)));
    stats.links().forEach(link -> report.addLinks(link(link)));
    return report.build();
  }

  private static CallTraffic calls(CallStats calls) {
    CallTraffic.Builder report =
        CallTraffic.newBuilder()
            .setCaller(calls.caller())
            .setService(calls.service())
            .setMethod(calls.method())
            .setRequestBytes(calls.requestBytes())
            .setResponseBytes(calls.responseBytes());
    for (Map.Entry<CallOutcome, Durations> outcome : calls.durations().entrySet()) {
      report.addOutcomes(
          OutcomeTraffic.newBuilder()
              .setOutcome(outcome.getKey().label())
              .setDurations(durations(outcome.getValue())));
    }
    return report.build();
  }

  private static GuestTraffic guest(GuestStatus guest, Map<String, Long> refused) {
    GuestTraffic.Builder report =
        GuestTraffic.newBuilder()
            .setGuest(guest.plan().label())
            .setEvents(durations(guest.events()))
            .setRestarts(guest.restarts())
            .setRefused(refused.getOrDefault(guest.plan().label(), 0L));
    guest.memory().ifPresent(report::setMemory);
    guest.view().ifPresent(view -> report.setMailbox(view.mailbox()).setCalls(view.calls()));
    return report.build();
  }

  private static PluginTraffic plugin(PluginCallStats calls) {
    return PluginTraffic.newBuilder()
        .setPlugin(calls.plugin())
        .setGuest(calls.guest())
        .setService(calls.service())
        .setMethod(calls.method())
        .setDurations(durations(calls.durations()))
        .build();
  }

  private static parigot.v1.host.LinkTraffic link(LinkTraffic link) {
    return parigot.v1.host.LinkTraffic.newBuilder()
        .setNode(link.node())
        .setSessions(link.sessions())
        .setSent(link.sent())
        .setSentBytes(link.sentBytes())
        .setReceived(link.received())
        .setReceivedBytes(link.receivedBytes())
        .build();
  }

  private static DurationCounts durations(Durations durations) {
    DurationCounts.Builder report =
        DurationCounts.newBuilder()
            .setCount(durations.count())
            .setTotalSeconds(seconds(durations.total()))
            .addAllBuckets(durations.counts());
    quantile(durations, 0.5).ifPresent(report::setP50Seconds);
    quantile(durations, 0.99).ifPresent(report::setP99Seconds);
    return report.build();
  }

  private static Optional<Double> quantile(Durations durations, double part) {
    return durations.quantile(part).map(TrafficReports::seconds);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
