package parigot.kernel.rules;

import com.google.protobuf.Any;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.GuestKind;
import parigot.kernel.Id;
import parigot.kernel.NanoTime;
import parigot.kernel.Payload;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LaunchResponse;

/**
 * The start of the application: services run as soon as what they require does, and what can never
 * run is found out, at the latest when the launch time-out has passed.
 *
 * <p>A search for services that wait for each other looks at all that wait. So it is made at once
 * when that costs little beside what has changed, and else so seldom that it takes a small part of
 * the kernel's time: whoever waits in a ring loses nothing by waiting for some milliseconds more.
 */
final class Launches {
  /** What every launch resolves with. */
  private static final Payload LAUNCH_RESPONSE =
      Payload.of(Any.pack(LaunchResponse.getDefaultInstance()).toByteString());

  private static final int NAMED_IN_A_REPORT = 20;

  /** How many times the time-out a server may be at its start. */
  static final int PATIENCE = 5;

  /** How many waiting services may be looked at for one change. */
  private static final int LOOKED_AT_FOR_A_CHANGE = 32;

  /** How long no search is made after one, for each service that was looked at: ten times it. */
  private static final Duration PAUSE_FOR_EACH = Duration.ofNanos(10_000);

  private final Duration timeout;
  private final DependencyGraph graph;
  private final Others others;

  /** The guests that have not asked to launch all that they registered. */
  private final Set<Guest> unsettled = new LinkedHashSet<>();

  /** The servers that are at their start, of those that begin with the application. */
  private final Set<Guest> starting = new LinkedHashSet<>();

  private long started;
  private OptionalLong deadline = OptionalLong.empty();
  private boolean firstDeadlineHasPassed;
  private boolean placing;
  private boolean announced;

  /** Until when no search is made that costs much. */
  private long searchAgain = Long.MIN_VALUE;

  private long lookedAt;

  /**
   * @param others what other nodes say, and are told
   */
  Launches(Duration timeout, DependencyGraph graph, Others others) {
    this.timeout = timeout;
    this.graph = graph;
    this.others = others;
  }

  /** The other nodes, as far as they matter to the start. */
  interface Others {
    /** Whether every one is there and each of its guests has asked to launch all it has. */
    boolean areSettled();

    /** This service is refused. */
    void refused(Service service, List<Effect> out);

    /** These services wait for each other. */
    void cycle(Deadlock deadlock, String sentence, List<Effect> out);
  }

  /** Whether each guest of this node has asked to launch all that it registered. */
  boolean isSettled() {
    return unsettled.isEmpty();
  }

  void start(long now) {
    started = now;
    deadline = OptionalLong.of(NanoTime.after(now, timeout));
  }

  /** The guest may have come nearer to its launch, or the graph around it has changed. */
  void changed(Guest guest) {
    if (!guest.takesPart() || guest.isSettled()) {
      unsettled.remove(guest);
    } else {
      unsettled.add(guest);
    }
  }

  void ended(Guest guest, long now) {
    unsettled.remove(guest);
    started(guest, now);
  }

  /**
   * The time-out does not count while a server of the application's start is at its own, unless
   * that takes {@value #PATIENCE} times as long.
   */
  void starting(Guest guest) {
    if (guest.kind() == GuestKind.SERVER && !guest.isAgain()) {
      starting.add(guest);
    }
  }

  /** Nothing, when it was not at its start. */
  void started(Guest guest, long now) {
    boolean wasLast = starting.remove(guest) && starting.isEmpty();
    if (wasLast && deadline.isPresent() && !firstDeadlineHasPassed) {
      deadline = OptionalLong.of(NanoTime.after(now, timeout));
    }
  }

  /** Nor while movable guests have not all had a place, within the same limit. */
  void placing() {
    placing = true;
  }

  /** All have had one. Nothing, when that was so before. */
  void placed(long now) {
    if (placing) {
      placing = false;
      if (starting.isEmpty() && deadline.isPresent() && !firstDeadlineHasPassed) {
        deadline = OptionalLong.of(NanoTime.after(now, timeout));
      }
    }
  }

  /** The first deadline, as far as it is known. */
  private long firstDeadline() {
    return (starting.isEmpty() && !placing) || firstDeadlineHasPassed
        ? deadline.getAsLong()
        : NanoTime.after(started, timeout.multipliedBy(PATIENCE));
  }

  /** Runs all that can run by now, and says so to those who asked. */
  List<Service> launch(List<Effect> out) {
    List<Service> launched = graph.launch(out);
    for (Service service : launched) {
      resolve(service, KernelErr.NoError, out);
      out.add(
          new Effect.Report(
              Effect.Severity.DEBUG,
              List.of(service.owner()),
              "%s runs %s.".formatted(service.owner(), service.printName())));
    }
    return launched;
  }

  /**
   * Says once that everything runs, or finds a deadlock when no guest's start can change anything.
   *
   * @return the guests that were refused
   */
  Set<Guest> advance(long now, List<Effect> out) {
    if (deadline.isEmpty() || !unsettled.isEmpty()) {
      return Set.of();
    }
    if (graph.waitingHere() > 0) {
      return others.areSettled() && isSearchDue(now) ? refuseDeadlock(now, out) : Set.of();
    }
    if (!announced) {
      announced = true;
      out.add(new Effect.AllLaunched());
    }
    return Set.of();
  }

  private boolean isSearchDue(long now) {
    return graph.suspicions() > 0 && (isSearchCheap() || searchAgain <= now);
  }

  private boolean isSearchCheap() {
    return (long) graph.suspicions() * LOOKED_AT_FOR_A_CHANGE >= graph.waiting().size();
  }

  private boolean isSearchPostponed(long now) {
    return graph.suspicions() > 0 && !isSearchDue(now);
  }

  /** Whether there was a moment at which everything ran. */
  boolean haveSucceeded() {
    return announced;
  }

  /**
   * Refuses what has waited too long, in whichever life of its guest. A guest that was started
   * again and has not launched yet is ended by the kernel instead.
   *
   * @return the guests that were refused
   */
  Set<Guest> expire(long now, List<Effect> out) {
    if (deadline.isEmpty()) {
      return Set.of();
    }
    Set<Guest> refused = new LinkedHashSet<>(advance(now, out));
    List<Guest> silent = silentServers(now);
    boolean late = graph.waitingHere() > 0 && deadline(graph.waiting().first()) <= now;
    if (silent.isEmpty() && (!late || isSearchPostponed(now))) {
      return refused;
    }
    if (graph.suspicions() > 0) {
      refused.addAll(refuseDeadlock(now, out));
    }
    List<Service> tooLate =
        graph.waiting().stream().takeWhile(service -> deadline(service) <= now).toList();
    List<String> sentences = new ArrayList<>();
    Set<String> about = new LinkedHashSet<>();
    for (Service service : tooLate) {
      if (!service.guestHere().isKilled()) {
        about.add(service.owner());
        sentences.add(service.owner() + " waits for " + missing(service));
        refused.add(service.guestHere());
      }
    }
    for (Guest server : silent) {
      about.add(server.label());
      sentences.add(server.label() + " has not asked to launch");
    }
    for (Service service : tooLate) {
      refuse(service, KernelErr.RunTimeout, out);
    }
    if (!sentences.isEmpty()) {
      out.add(
          new Effect.Report(
              severity(),
              List.copyOf(about),
              "Not launched within %s: %s.".formatted(NanoTime.print(timeout), joined(sentences))));
    }
    refused.addAll(silent);
    return refused;
  }

  /** Once everything has run, what does not launch is no matter of the application's start. */
  private Effect.Severity severity() {
    return announced ? Effect.Severity.WARNING : Effect.Severity.ERROR;
  }

  /**
   * Until when a service may wait that asks now. Guests that start with the application have its
   * first deadline in common; what asks later has as much time as they had.
   */
  long mayWaitUntil(Guest guest, long now) {
    boolean atFirst = !guest.isAgain() && (deadline.isEmpty() || now <= firstDeadline());
    return atFirst ? Long.MIN_VALUE : NanoTime.after(now, timeout);
  }

  /** Servers that have not even asked when the first deadline passes, and so never serve. */
  private List<Guest> silentServers(long now) {
    if (announced || firstDeadlineHasPassed || firstDeadline() > now) {
      return List.of();
    }
    firstDeadlineHasPassed = true;
    return unsettled.stream()
        .filter(guest -> guest.kind() == GuestKind.SERVER && !guest.isAgain())
        .toList();
  }

  OptionalLong nextDeadline() {
    if (deadline.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong next =
        firstDeadlineHasPassed || announced
            ? OptionalLong.empty()
            : OptionalLong.of(firstDeadline());
    if (graph.waitingHere() == 0) {
      return next;
    }
    long due = deadline(graph.waiting().first());
    if (graph.suspicions() > 0 && !isSearchCheap()) {
      due = unsettled.isEmpty() && others.areSettled() ? searchAgain : Math.max(due, searchAgain);
    }
    return NanoTime.earlier(next, OptionalLong.of(due));
  }

  private long deadline(Service service) {
    return Math.max(firstDeadline(), service.launch().mayWaitUntil());
  }

  private Set<Guest> refuseDeadlock(long now, List<Effect> out) {
    searchAgain = NanoTime.after(now, PAUSE_FOR_EACH.multipliedBy(graph.waiting().size()));
    lookedAt += graph.waiting().size();
    Optional<Deadlock> deadlock = Deadlock.among(graph.waiting());
    graph.searched();
    if (deadlock.isEmpty()) {
      return Set.of();
    }
    String sentence =
        "These services wait for each other and can never launch: %s."
            .formatted(deadlock.get().print());
    Set<Guest> guests = refuseCycle(deadlock.get().members(), sentence, out);
    if (!guests.isEmpty()) {
      others.cycle(deadlock.get(), sentence, out);
    }
    return guests;
  }

  /**
   * Refuses those of a ring that are on this node and wait.
   *
   * @return their guests
   */
  Set<Guest> refuseCycle(List<Service> members, String sentence, List<Effect> out) {
    List<Service> here =
        members.stream()
            .filter(
                service -> !service.isRemote() && service.launch().is(ServiceLaunch.Phase.WAITING))
            .toList();
    Set<Guest> guests = new LinkedHashSet<>();
    if (!here.isEmpty()) {
      List<String> about = members.stream().map(Service::owner).distinct().toList();
      out.add(new Effect.Report(severity(), about, sentence));
    }
    for (Service service : here) {
      refuse(service, KernelErr.DependencyCycle, out);
      guests.add(service.guestHere());
    }
    return guests;
  }

  private void refuse(Service service, KernelErr why, List<Effect> out) {
    graph.refuse(service);
    others.refused(service, out);
    resolve(service, why, out);
  }

  /** A classic guest looks at the result before the error, so there is always one. */
  private static void resolve(Service service, KernelErr error, List<Effect> out) {
    Event.Resolved resolved =
        new Event.Resolved(
            service.launch().call(),
            Id.LAUNCH_METHOD,
            LAUNCH_RESPONSE,
            error.getNumber(),
            Optional.empty());
    service.guestHere().deliver(resolved, out);
  }

  /** Why this guest, which was started again, has not launched. */
  static String whatIsMissing(Guest guest) {
    List<String> missing = new ArrayList<>();
    for (Service service : guest.services()) {
      if (service.launch().is(ServiceLaunch.Phase.WAITING)) {
        missing.add(missing(service));
      } else if (service.launch().is(ServiceLaunch.Phase.REFUSED)) {
        missing.add("nothing any more, its launch was refused");
      }
    }
    return missing.isEmpty() ? "it has not asked to" : "it waits for " + joined(missing);
  }

  /** Why this service does not run, as in {@code requires d.v1.d, which nobody exports}. */
  static String whyNot(Service service) {
    if (service.launch().is(ServiceLaunch.Phase.REFUSED)) {
      return "its launch was refused";
    }
    return service.launch().requires().stream()
        .filter(name -> name.running == 0)
        .findFirst()
        .filter(name -> service.launch().is(ServiceLaunch.Phase.WAITING))
        .map(name -> "requires %s, which %s".formatted(name, whoHas(name)))
        .orElse("it has not asked to");
  }

  /** The required names that keep this service from running, and why. */
  static String missing(Service service) {
    return joined(requiredInVain(service));
  }

  /** The same one by one; nothing, unless the service has asked to launch and waits. */
  static List<String> missingOf(Service service) {
    return service.launch().is(ServiceLaunch.Phase.WAITING) ? requiredInVain(service) : List.of();
  }

  private static List<String> requiredInVain(Service service) {
    List<String> missing = new ArrayList<>();
    for (Name name : service.launch().requires()) {
      if (name.running == 0) {
        missing.add("%s (which %s)".formatted(name, whoHas(name)));
      }
    }
    return missing;
  }

  private static String whoHas(Name name) {
    return name.exporters.stream()
        .findFirst()
        .map(exporter -> "%s exports and does not run".formatted(exporter.owner()))
        .orElse("nobody exports");
  }

  private static String joined(List<String> sentences) {
    if (sentences.size() <= NAMED_IN_A_REPORT) {
      return String.join(", ", sentences);
    }
    return String.join(", ", sentences.subList(0, NAMED_IN_A_REPORT))
        + " and %d more".formatted(sentences.size() - NAMED_IN_A_REPORT);
  }

  /** How often the search for deadlocks has looked at a service that waits. */
  long lookedAt() {
    return lookedAt;
  }

  boolean isEmpty() {
    return unsettled.isEmpty() && starting.isEmpty();
  }
}
