package parigot.inspect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import parigot.actors.Application;
import parigot.actors.GuestStatus;
import parigot.kernel.GuestView;
import parigot.kernel.MovableView;
import parigot.kernel.NodeView;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.kernel.rules.StartPlan;
import parigot.peers.LinkView;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.plugins.PluginView;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.NodeSettings;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.GuestReport;
import parigot.v1.host.MovableReport;
import parigot.v1.host.NodeReport;
import parigot.v1.host.PluginReport;

/** Tells how an application stands. */
final class ApplicationReports {
  private static final double MILLIS = 1_000;
  private static final double NANOS = 1e9;

  private final LoadedApplication loaded;
  private final Application application;
  private final Instant started;

  ApplicationReports(LoadedApplication loaded, Application application) {
    this.loaded = loaded;
    this.application = application;
    this.started = clock().instant();
  }

  private Clock clock() {
    return loaded.time().clock();
  }

  ApplicationReport application() {
    ApplicationReport.Builder report =
        ApplicationReport.newBuilder()
            .setProcess((int) ProcessHandle.current().pid())
            .setName(name())
            .setNode(loaded.node().map(NodeSettings::name).orElse(""))
            .setState(state())
            .setJava(Runtime.version().toString())
            .setStarted(started.toString())
            .setUptimeSeconds(seconds(Duration.between(started, clock().instant())))
            .addAllAddresses(application.addresses())
            .setTrouble(application.trouble().orElse(""));
    Map<String, List<StartPlan.Step>> steps =
        StartPlan.of(application.services()).steps().stream()
            .collect(Collectors.groupingBy(step -> step.service().guest()));
    // Services have the guests of all nodes, and say so: b/greeting.
    String ofNode = loaded.node().map(node -> node.name() + "/").orElse("");
    for (GuestStatus guest : application.statuses()) {
      String label = ofNode + guest.plan().label();
      report.addGuests(guest(guest, steps.getOrDefault(label, List.of())));
    }
    for (PluginView plugin : application.plugins()) {
      report.addPlugins(
          PluginReport.newBuilder()
              .setName(plugin.name())
              .setCalls(plugin.calls())
              .setRefused(plugin.refused())
              .setFailed(plugin.failed())
              .setTimedOut(plugin.timedOut())
              .setThreadsWrittenOff(plugin.writtenOff()));
    }
    List<LinkView> links = application.links();
    for (NodeView node : application.nodes()) {
      report.addNodes(node(node, links));
    }
    for (MovableView guest : application.moves().guests()) {
      report.addMovables(
          MovableReport.newBuilder()
              .setGuest(guest.guest())
              .setInstance(guest.instance())
              .setNode(guest.node())
              .setState(guest.state().name().toLowerCase(Locale.ROOT))
              .setWhy(guest.why()));
    }
    return report.build();
  }

  private String name() {
    return loaded.settings().name().orElse("parigot");
  }

  private String state() {
    if (application.ended().toCompletableFuture().isDone()) {
      return "ended";
    }
    if (application.statuses().stream()
        .anyMatch(
            guest ->
                guest.view().filter(view -> view.state() == GuestView.State.ENDING).isPresent())) {
      return "ending";
    }
    return application.launched().toCompletableFuture().isDone() ? "running" : "starting";
  }

  private static GuestReport guest(GuestStatus guest, List<StartPlan.Step> steps) {
    GuestSettings settings = guest.plan().settings();
    GuestReport.Builder report =
        GuestReport.newBuilder()
            .setName(guest.plan().label())
            .setGuest(settings.name())
            .setKind(settings.kind().name().toLowerCase(Locale.ROOT))
            .setShape(guest.plan().code().shape().name().toLowerCase(Locale.ROOT))
            .setEngine(settings.java().isPresent() ? "jvm" : "wasm")
            .setState(guest.state())
            .addAllWaitsFor(guest.waitsFor())
            .setRestarts(guest.restarts())
            .setMemoryLimit((int) settings.memoryLimit())
            .setMailboxLimit(settings.mailbox())
            .setCallsLimit(settings.callsInFlight())
            .setModule(settings.wasm().toString())
            .setDigest(guest.plan().code().fingerprint());
    guest.memory().ifPresent(bytes -> report.setMemory((int) bytes));
    guest.restartsIn().ifPresent(wait -> report.setRestartsInSeconds(Math.max(0, seconds(wait))));
    guest.view().ifPresent(view -> report.setMailbox(view.mailbox()).setCalls(view.calls()));
    return report
        .addAllExports(names(steps, ServiceView::names))
        .addAllRequires(names(steps, ServiceView::requires))
        .setLevel(level(steps))
        .build();
  }

  private static Set<String> names(
      List<StartPlan.Step> steps, Function<ServiceView, Set<ServiceName>> which) {
    Set<String> names = new TreeSet<>();
    steps.forEach(step -> which.apply(step.service()).forEach(name -> names.add(name.toString())));
    return names;
  }

  /** The last of its services' levels, unless one of them never starts. */
  private static int level(List<StartPlan.Step> steps) {
    boolean starts = steps.stream().noneMatch(step -> step.level() == StartPlan.NEVER);
    return starts
        ? steps.stream().mapToInt(StartPlan.Step::level).max().orElse(StartPlan.NEVER)
        : StartPlan.NEVER;
  }

  private static NodeReport node(NodeView node, List<LinkView> links) {
    NodeReport.Builder report =
        NodeReport.newBuilder()
            .setName(node.name())
            .setLinked(node.linkedAt().isPresent())
            .setLeaving(node.leaving())
            .setServices(node.services())
            .setRunning(node.running())
            .setCallsTo(node.callsTo())
            .setCallsFrom(node.callsFrom())
            .addAllOtherCode(node.otherCode());
    links.stream()
        .filter(link -> link.node().equals(node.name()))
        .findFirst()
        .ifPresent(
            link -> {
              report
                  .setAddress(link.address().toString())
                  .setQueuedBytes(link.queuedBytes())
                  .setTrouble(link.lastTrouble().orElse(""));
              link.roundTrip().ifPresent(time -> report.setRoundTripMillis(seconds(time) * MILLIS));
            });
    return report.build();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
