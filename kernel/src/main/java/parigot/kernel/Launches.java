package parigot.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import syscall.v1.host.KernelErr;

/**
 * The start of the application: services run as soon as what they require does, and what can never
 * run is found out, at the latest when the launch time-out has passed.
 */
final class Launches {
  private static final int NAMED_IN_A_REPORT = 20;

  private final Duration timeout;
  private final DependencyGraph graph;

  /** The guests that have not asked to launch all that they registered. */
  private final Set<Host> unsettled = new LinkedHashSet<>();

  private OptionalLong deadline = OptionalLong.empty();
  private boolean firstDeadlineHasPassed;
  private boolean changed;
  private boolean announced;

  Launches(Duration timeout, DependencyGraph graph) {
    this.timeout = timeout;
    this.graph = graph;
  }

  void start(long now) {
    deadline = OptionalLong.of(Times.after(now, timeout));
  }

  /** The guest may have come nearer to its launch, or the graph around it has changed. */
  void changed(Host host) {
    changed = true;
    if (!host.isGuest() || host.isSettled()) {
      unsettled.remove(host);
    } else {
      unsettled.add(host);
    }
  }

  void ended(Host host) {
    changed = true;
    unsettled.remove(host);
  }

  /** Runs all that can run by now, and says so to those who asked. */
  List<Service> launch(List<Effect> out) {
    List<Service> launched = graph.launch();
    for (Service service : launched) {
      resolve(service, KernelErr.NoError, out);
      out.add(
          new Effect.Report(
              Effect.Severity.DEBUG,
              "%s runs %s.".formatted(service.host().label(), service.printName())));
    }
    return launched;
  }

  /**
   * Says once that everything runs, or finds a deadlock when no guest's start can change anything.
   *
   * @return the guests that were refused
   */
  Set<Host> settle(List<Effect> out) {
    if (deadline.isEmpty() || !unsettled.isEmpty() || !changed) {
      return Set.of();
    }
    changed = false;
    if (!graph.waiting().isEmpty()) {
      return refuseDeadlock(out);
    }
    if (!announced) {
      announced = true;
      out.add(new Effect.AllLaunched());
    }
    return Set.of();
  }

  /** Whether there was a moment at which everything ran. */
  boolean haveSucceeded() {
    return announced;
  }

  /**
   * Refuses what has waited too long. Guests that were started again are not looked at: the kernel
   * gives each a time-out of its own.
   *
   * @return the guests that were refused
   */
  Set<Host> expire(long now, List<Effect> out) {
    if (deadline.isEmpty()) {
      return Set.of();
    }
    List<Host> silent = silentServers(now);
    boolean late = oldestOfFirstLife().map(s -> deadline(s) <= now).orElse(false);
    if (!late && silent.isEmpty()) {
      return Set.of();
    }
    Set<Host> refused = new LinkedHashSet<>(refuseDeadlock(out));
    List<Service> tooLate =
        graph.waiting().stream()
            .takeWhile(service -> deadline(service) <= now)
            .filter(service -> !service.host().again)
            .toList();
    List<String> sentences = new ArrayList<>();
    for (Service service : tooLate) {
      sentences.add(service.host().label() + " waits for " + missing(service));
      refused.add(service.host());
    }
    for (Host server : silent) {
      sentences.add(server.label() + " has not asked to launch");
    }
    for (Service service : tooLate) {
      refuse(service, KernelErr.RunTimeout, out);
    }
    if (!sentences.isEmpty()) {
      out.add(
          new Effect.Report(
              severity(),
              "Not launched within %s: %s.".formatted(Times.print(timeout), joined(sentences))));
    }
    refused.addAll(silent);
    return refused;
  }

  /** Once everything has run, what does not launch is no matter of the application's start. */
  private Effect.Severity severity() {
    return announced ? Effect.Severity.WARNING : Effect.Severity.ERROR;
  }

  private Optional<Service> oldestOfFirstLife() {
    return graph.waiting().stream().filter(service -> !service.host().again).findFirst();
  }

  /** Servers that have not even asked when the first deadline passes, and so never serve. */
  private List<Host> silentServers(long now) {
    if (announced || firstDeadlineHasPassed || deadline.getAsLong() > now) {
      return List.of();
    }
    firstDeadlineHasPassed = true;
    return unsettled.stream()
        .filter(host -> host.kind() == GuestKind.SERVER && !host.again)
        .toList();
  }

  OptionalLong nextDeadline() {
    if (deadline.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!firstDeadlineHasPassed && !announced) {
      return deadline;
    }
    if (graph.waiting().isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<Service> oldest = oldestOfFirstLife();
    return oldest.isEmpty() ? OptionalLong.empty() : OptionalLong.of(deadline(oldest.get()));
  }

  /** What asks later has as much time as what asked at first. */
  private long deadline(Service service) {
    long first = deadline.getAsLong();
    return service.askedAt <= first ? first : Times.after(service.askedAt, timeout);
  }

  private Set<Host> refuseDeadlock(List<Effect> out) {
    Optional<Deadlock> deadlock = Deadlock.among(graph.waiting());
    if (deadlock.isEmpty()) {
      return Set.of();
    }
    Set<Host> hosts = new LinkedHashSet<>();
    out.add(
        new Effect.Report(
            severity(),
            "These services wait for each other and can never launch: %s."
                .formatted(deadlock.get().print())));
    for (Service service : deadlock.get().members()) {
      refuse(service, KernelErr.DependencyCycle, out);
      hosts.add(service.host());
    }
    return hosts;
  }

  private void refuse(Service service, KernelErr why, List<Effect> out) {
    graph.refuse(service);
    resolve(service, why, out);
  }

  /** A classic guest looks at the result before the error, so there is always one. */
  private static void resolve(Service service, KernelErr error, List<Effect> out) {
    Event.Resolved resolved =
        new Event.Resolved(
            service.launchCall,
            Id.LAUNCH_METHOD,
            Wire.LAUNCH_RESPONSE,
            error.getNumber(),
            Optional.empty());
    service.host().deliver(resolved, out);
  }

  /** Why this guest, which was started again, has not launched. */
  static String whatIsMissing(Host host) {
    List<String> missing = new ArrayList<>();
    for (Service service : host.services.values()) {
      if (service.is(Service.Phase.WAITING)) {
        missing.add(missing(service));
      } else if (service.is(Service.Phase.REFUSED)) {
        missing.add("nothing any more, its launch was refused");
      }
    }
    return missing.isEmpty() ? "it has not asked to" : "it waits for " + joined(missing);
  }

  /** Why this service does not run, as in {@code requires d.v1.d, which nobody exports}. */
  static String whyNot(Service service) {
    if (service.is(Service.Phase.REFUSED)) {
      return "its launch was refused";
    }
    return service.requires.stream()
        .filter(name -> name.running == 0)
        .findFirst()
        .filter(name -> service.is(Service.Phase.WAITING))
        .map(name -> "requires %s, which %s".formatted(name, whoHas(name)))
        .orElse("it has not asked to");
  }

  /** The required names that keep this service from running, and why. */
  static String missing(Service service) {
    List<String> missing = new ArrayList<>();
    for (Name name : service.requires) {
      if (name.running == 0) {
        missing.add("%s (which %s)".formatted(name, whoHas(name)));
      }
    }
    return joined(missing);
  }

  private static String whoHas(Name name) {
    return name.exporters.stream()
        .findFirst()
        .map(exporter -> "%s exports and does not run".formatted(exporter.host().label()))
        .orElse("nobody exports");
  }

  private static String joined(List<String> sentences) {
    if (sentences.size() <= NAMED_IN_A_REPORT) {
      return String.join(", ", sentences);
    }
    return String.join(", ", sentences.subList(0, NAMED_IN_A_REPORT))
        + " and %d more".formatted(sentences.size() - NAMED_IN_A_REPORT);
  }

  boolean isEmpty() {
    return unsettled.isEmpty();
  }
}
