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
   * @return whether the launch has failed for good
   */
  boolean settle(List<Effect> out) {
    if (deadline.isEmpty() || !unsettled.isEmpty() || !changed) {
      return false;
    }
    changed = false;
    if (!graph.waiting().isEmpty()) {
      return refuseDeadlock(out);
    }
    if (!announced) {
      announced = true;
      out.add(new Effect.AllLaunched());
    }
    return false;
  }

  /**
   * Refuses what has waited too long.
   *
   * @return whether there was any
   */
  boolean expire(long now, List<Effect> out) {
    if (deadline.isEmpty()) {
      return false;
    }
    List<Host> silent = silentServers(now);
    boolean late = graph.waiting().stream().findFirst().map(s -> deadline(s) <= now).orElse(false);
    if (!late && silent.isEmpty()) {
      return false;
    }
    refuseDeadlock(out);
    List<Service> tooLate =
        graph.waiting().stream().takeWhile(service -> deadline(service) <= now).toList();
    List<String> sentences = new ArrayList<>();
    for (Service service : tooLate) {
      sentences.add(whatIsMissing(service));
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
              Effect.Severity.ERROR,
              "Not launched within %s: %s.".formatted(Times.print(timeout), joined(sentences))));
    }
    return true;
  }

  /** Servers that have not even asked when the first deadline passes, and so never serve. */
  private List<Host> silentServers(long now) {
    if (firstDeadlineHasPassed || deadline.getAsLong() > now) {
      return List.of();
    }
    firstDeadlineHasPassed = true;
    return unsettled.stream().filter(host -> host.kind() == GuestKind.SERVER).toList();
  }

  OptionalLong nextDeadline() {
    if (deadline.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!firstDeadlineHasPassed && !announced) {
      return deadline;
    }
    Set<Service> waiting = graph.waiting();
    return waiting.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(deadline(waiting.iterator().next()));
  }

  /** A guest that starts later, because it is started again, has as much time as the first ones. */
  private long deadline(Service service) {
    long first = deadline.getAsLong();
    return service.askedAt <= first ? first : Times.after(service.askedAt, timeout);
  }

  private boolean refuseDeadlock(List<Effect> out) {
    Optional<Deadlock> deadlock = Deadlock.among(graph.waiting());
    if (deadlock.isEmpty()) {
      return false;
    }
    out.add(
        new Effect.Report(
            Effect.Severity.ERROR,
            "These services wait for each other and can never launch: %s."
                .formatted(deadlock.get().print())));
    for (Service service : deadlock.get().members()) {
      refuse(service, KernelErr.DependencyCycle, out);
    }
    return true;
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
    out.add(new Effect.Deliver(service.host().id(), resolved));
  }

  private static String whatIsMissing(Service service) {
    List<String> missing = new ArrayList<>();
    for (Name name : service.requires) {
      if (name.running == 0) {
        missing.add(name + whyNot(name));
      }
    }
    return service.host().label() + " waits for " + joined(missing);
  }

  private static String whyNot(Name name) {
    return name.exporters.stream()
        .findFirst()
        .map(exporter -> " (which %s exports and does not run)".formatted(exporter.host().label()))
        .orElse(" (which nobody exports)");
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
