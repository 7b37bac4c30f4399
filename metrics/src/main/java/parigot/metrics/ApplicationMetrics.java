package parigot.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import parigot.actors.ApplicationStats;
import parigot.actors.GuestStatus;
import parigot.actors.LinkTraffic;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.Durations;
import parigot.kernel.GuestView;
import parigot.kernel.NodeView;
import parigot.metrics.Metric.Sample;
import parigot.runtime.plugins.PluginCallStats;
import parigot.runtime.plugins.PluginView;

/** What is counted of an application, as metrics. */
public final class ApplicationMetrics {
  private final ApplicationStats stats;

  private ApplicationMetrics(ApplicationStats stats) {
    this.stats = stats;
  }

  /** All of them, also those of which there is no sample yet. */
  public static List<Metric> of(ApplicationStats stats) {
    return new ApplicationMetrics(stats).all();
  }

  private List<Metric> all() {
    List<Metric> all = new ArrayList<>();
    all.add(
        new Metric.Histogram(
            "parigot.call.duration",
            "How long calls of guests took that have ended, by what became of them.",
            stats.kernel().calls().stream().flatMap(ApplicationMetrics::byOutcome).toList()));
    all.add(
        calls(
            "parigot.call.request",
            "The bytes of the parameters of calls that have ended.",
            CallStats::requestBytes));
    all.add(
        calls(
            "parigot.call.response",
            "The bytes of the results of calls that have ended.",
            CallStats::responseBytes));
    all.add(
        new Metric.Counter(
            "parigot.late.answers",
            "Answers for calls that did not wait for them any more.",
            Unit.NONE,
            List.of(new Sample<>(Map.of(), stats.lateAnswers()))));
    guests(all);
    plugins(all);
    links(all);
    return all;
  }

  private static Stream<Sample<Durations>> byOutcome(CallStats calls) {
    return calls.durations().entrySet().stream()
        .map(each -> new Sample<>(labels(calls, each.getKey()), each.getValue()));
  }

  private static Map<String, String> labels(CallStats calls, CallOutcome outcome) {
    Map<String, String> labels = new LinkedHashMap<>(labels(calls));
    labels.put("outcome", outcome.label());
    return labels;
  }

  private static Map<String, String> labels(CallStats calls) {
    return labels("caller", calls.caller(), "service", calls.service(), "method", calls.method());
  }

  private static Map<String, String> labels(String... namesAndValues) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return labels;
  }

  private Metric calls(String name, String help, ToLongFunction<CallStats> bytes) {
    return new Metric.Counter(
        name, help, Unit.BYTES, samples(stats.kernel().calls(), ApplicationMetrics::labels, bytes));
  }

  private static <T> List<Sample<Long>> samples(
      List<T> of, Function<T, Map<String, String>> labels, ToLongFunction<T> value) {
    return of.stream()
        .map(each -> new Sample<>(labels.apply(each), value.applyAsLong(each)))
        .toList();
  }

  private static Map<String, String> label(GuestStatus guest) {
    return Map.of("guest", guest.plan().label());
  }

  private void guests(List<Metric> all) {
    all.add(
        new Metric.Histogram(
            "parigot.guest.event.duration",
            "How long guests were at their starts and events, without their waiting for plugins.",
            stats.guests().stream()
                .map(guest -> new Sample<>(label(guest), guest.events()))
                .toList()));
    all.add(
        new Metric.Counter(
            "parigot.guest.restarts",
            "How often guests were started again.",
            Unit.NONE,
            samples(stats.guests(), ApplicationMetrics::label, GuestStatus::restarts)));
    all.add(
        new Metric.Counter(
            "parigot.guest.refusals",
            "How often guests were refused what is over a limit of theirs or is not granted.",
            Unit.NONE,
            samples(stats.guests(), ApplicationMetrics::label, this::refused)));
    all.add(
        new Metric.Gauge(
            "parigot.guest.memory",
            "What the memories of guests take.",
            Unit.BYTES,
            stats.guests().stream().flatMap(ApplicationMetrics::memory).toList()));
    all.add(
        gauge(
            "parigot.guest.memory.limit",
            "What the memories of guests may take at most.",
            Unit.BYTES,
            guest -> guest.plan().settings().memoryLimit()));
    all.add(
        gauge(
            "parigot.guest.launched",
            "Whether guests run with all that they registered: 1 or 0.",
            Unit.NONE,
            guest ->
                guest.view().filter(view -> view.state() == GuestView.State.LAUNCHED).isPresent()
                    ? 1
                    : 0));
    all.add(
        gauge(
            "parigot.guest.mailbox.calls",
            "Calls to guests that are not answered.",
            Unit.NONE,
            guest -> guest.view().map(GuestView::mailbox).orElse(0)));
    all.add(
        gauge(
            "parigot.guest.mailbox.limit",
            "How many calls to guests may be open.",
            Unit.NONE,
            guest -> guest.plan().settings().mailbox()));
    all.add(
        gauge(
            "parigot.guest.open.calls",
            "Calls that guests have made and that are not answered.",
            Unit.NONE,
            guest -> guest.view().map(GuestView::calls).orElse(0)));
  }

  private Metric gauge(String name, String help, Unit unit, ToLongFunction<GuestStatus> value) {
    return new Metric.Gauge(
        name, help, unit, samples(stats.guests(), ApplicationMetrics::label, value));
  }

  private long refused(GuestStatus guest) {
    return stats.kernel().refused().getOrDefault(guest.plan().label(), 0L);
  }

  private static Stream<Sample<Long>> memory(GuestStatus guest) {
    OptionalLong memory = guest.memory();
    return memory.isPresent()
        ? Stream.of(new Sample<>(label(guest), memory.getAsLong()))
        : Stream.empty();
  }

  private void plugins(List<Metric> all) {
    all.add(
        new Metric.Histogram(
            "parigot.plugin.call.duration",
            "How long guests waited for their calls of plugins, whatever came of them.",
            stats.pluginCalls().stream()
                .map(calls -> new Sample<>(labels(calls), calls.durations()))
                .toList()));
    all.add(
        new Metric.Counter(
            "parigot.plugin.failures",
            "Calls of plugins without an answer of theirs, by why: refused, failed or timed_out.",
            Unit.NONE,
            stats.plugins().stream().flatMap(ApplicationMetrics::failures).toList()));
    all.add(
        new Metric.Gauge(
            "parigot.plugin.lost.threads",
            "Threads of plugins that did not come back when they were interrupted.",
            Unit.NONE,
            samples(
                stats.plugins(),
                plugin -> Map.of("plugin", plugin.name()),
                PluginView::writtenOff)));
  }

  private static Map<String, String> labels(PluginCallStats calls) {
    return labels(
        "plugin", calls.plugin(),
        "guest", calls.guest(),
        "service", calls.service(),
        "method", calls.method());
  }

  private static Stream<Sample<Long>> failures(PluginView plugin) {
    return Stream.of(
        failure(plugin, "refused", plugin.refused()),
        failure(plugin, "failed", plugin.failed()),
        failure(plugin, "timed_out", plugin.timedOut()));
  }

  private static Sample<Long> failure(PluginView plugin, String reason, long count) {
    return new Sample<>(labels("plugin", plugin.name(), "reason", reason), count);
  }

  private void links(List<Metric> all) {
    all.add(
        new Metric.Gauge(
            "parigot.link.up",
            "Whether there is a link to the other node: 1 or 0.",
            Unit.NONE,
            samples(
                stats.nodes(),
                node -> Map.of("node", node.name()),
                (NodeView node) -> node.linkedAt().isPresent() ? 1 : 0)));
    all.add(
        link(
            "parigot.link.sessions", "How often links came up.", Unit.NONE, LinkTraffic::sessions));
    all.add(
        link(
            "parigot.link.sent.messages",
            "What was said over links, without heartbeats.",
            Unit.NONE,
            LinkTraffic::sent));
    all.add(
        link(
            "parigot.link.sent",
            "The bytes of what was said.",
            Unit.BYTES,
            LinkTraffic::sentBytes));
    all.add(
        link(
            "parigot.link.received.messages",
            "What was heard over links, without heartbeats.",
            Unit.NONE,
            LinkTraffic::received));
    all.add(
        link(
            "parigot.link.received",
            "The bytes of what was heard.",
            Unit.BYTES,
            LinkTraffic::receivedBytes));
  }

  private Metric link(String name, String help, Unit unit, ToLongFunction<LinkTraffic> value) {
    return new Metric.Counter(
        name, help, unit, samples(stats.links(), link -> Map.of("node", link.node()), value));
  }
}
