package parigot.inspect;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parigot.kernel.CallOutcome;
import parigot.kernel.Durations;
import parigot.v1.host.CallTraffic;
import parigot.v1.host.DurationCounts;
import parigot.v1.host.GuestTraffic;
import parigot.v1.host.OutcomeTraffic;
import parigot.v1.host.TopCalls;
import parigot.v1.host.TopGuest;
import parigot.v1.host.TopReport;
import parigot.v1.host.TrafficReport;

/**
 * What came to the traffic of an application's nodes between one moment and another. For one thread
 * at a time.
 */
public final class TrafficSince {
  private static final double NANOS = 1e9;
  private static final List<String> FAILURES =
      Arrays.stream(CallOutcome.values())
          .filter(CallOutcome::isFailure)
          .map(CallOutcome::label)
          .toList();

  private Map<String, TrafficReport> before = Map.of();

  private record Called(String caller, String service, String method) {
    static Called of(CallTraffic calls) {
      return new Called(calls.getCaller(), calls.getService(), calls.getMethod());
    }
  }

  /**
   * What came since this was last asked; the first time since the application's start.
   *
   * @param now what each node has counted until now, by its name
   */
  public TopReport next(Map<String, TrafficReport> now) {
    TopReport report = between(before, now);
    before = Map.copyOf(now);
    return report;
  }

  /**
   * What came between two looks.
   *
   * @param earlier what each node had counted; of one that is not in it, or has begun since, all is
   *     new
   * @param now what each node has counted until now, by its name
   */
  public static TopReport between(
      Map<String, TrafficReport> earlier, Map<String, TrafficReport> now) {
    TopReport.Builder report = TopReport.newBuilder();
    now.forEach((node, its) -> add(node, itsEarlier(earlier, node, its), its, report));
    List<TopCalls> sorted =
        report.getCallsList().stream()
            .sorted(Comparator.comparingLong(TopCalls::getCount).reversed())
            .toList();
    return report.clearCalls().addAllCalls(sorted).build();
  }

  private static void add(
      String node, TrafficReport earlier, TrafficReport now, TopReport.Builder report) {
    double seconds = now.getUptimeSeconds() - earlier.getUptimeSeconds();
    report.setSeconds(Math.max(report.getSeconds(), seconds));
    Map<Called, CallTraffic> calls =
        earlier.getCallsList().stream().collect(Collectors.toMap(Called::of, each -> each));
    for (CallTraffic each : now.getCallsList()) {
      calls(node, each, calls.get(Called.of(each)), seconds).ifPresent(report::addCalls);
    }
    Map<String, GuestTraffic> guests = new HashMap<>();
    earlier.getGuestsList().forEach(guest -> guests.put(guest.getGuest(), guest));
    for (GuestTraffic each : now.getGuestsList()) {
      GuestTraffic before = guests.getOrDefault(each.getGuest(), GuestTraffic.getDefaultInstance());
      report.addGuests(guest(node, each, before, seconds));
    }
  }

  /** Nothing, of a process that has begun since. */
  private static TrafficReport itsEarlier(
      Map<String, TrafficReport> earlier, String node, TrafficReport now) {
    TrafficReport known = earlier.getOrDefault(node, TrafficReport.getDefaultInstance());
    return known.getUptimeSeconds() > now.getUptimeSeconds()
        ? TrafficReport.getDefaultInstance()
        : known;
  }

  private static Optional<TopCalls> calls(
      String node, CallTraffic now, CallTraffic earlier, double seconds) {
    CallTraffic before = earlier == null ? CallTraffic.getDefaultInstance() : earlier;
    Durations all = all(now).since(all(before));
    if (all.count() == 0) {
      return Optional.empty();
    }
    TopCalls.Builder calls =
        TopCalls.newBuilder()
            .setNode(node)
            .setCaller(now.getCaller())
            .setService(now.getService())
            .setMethod(now.getMethod())
            .setCount(all.count())
            .setPerSecond(all.count() / seconds)
            .setErrors(errors(now) - errors(before))
            .setRequestBytes(now.getRequestBytes() - before.getRequestBytes())
            .setResponseBytes(now.getResponseBytes() - before.getResponseBytes());
    all.quantile(0.5).map(TrafficSince::seconds).ifPresent(calls::setP50Seconds);
    all.quantile(0.99).map(TrafficSince::seconds).ifPresent(calls::setP99Seconds);
    return Optional.of(calls.build());
  }

  private static Durations all(CallTraffic calls) {
    Durations all = Durations.NONE;
    for (OutcomeTraffic outcome : calls.getOutcomesList()) {
      all = all.and(durations(outcome.getDurations()));
    }
    return all;
  }

  private static Durations durations(DurationCounts counts) {
    return Durations.of(
        counts.getBucketsList(), Duration.ofNanos(Math.round(counts.getTotalSeconds() * NANOS)));
  }

  private static long errors(CallTraffic calls) {
    return calls.getOutcomesList().stream()
        .filter(outcome -> FAILURES.contains(outcome.getOutcome()))
        .mapToLong(outcome -> outcome.getDurations().getCount())
        .sum();
  }

  private static TopGuest guest(
      String node, GuestTraffic now, GuestTraffic before, double seconds) {
    double busy = now.getEvents().getTotalSeconds() - before.getEvents().getTotalSeconds();
    long events = now.getEvents().getCount() - before.getEvents().getCount();
    TopGuest.Builder guest =
        TopGuest.newBuilder()
            .setNode(node)
            .setGuest(now.getGuest())
            .setBusy(busy / seconds)
            .setEventsPerSecond(events / seconds)
            .setMailbox(now.getMailbox())
            .setCalls(now.getCalls())
            .setRefused(now.getRefused() - before.getRefused())
            .setRestarts(now.getRestarts() - before.getRestarts());
    if (now.hasMemory()) {
      guest.setMemory(now.getMemory());
    }
    return guest.build();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
