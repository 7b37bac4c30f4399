package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeSet;
import parigot.kernel.Effect;
import parigot.kernel.Id;
import parigot.kernel.Listing;
import parigot.kernel.ServiceName;

/**
 * Who exports what, who requires what, and who waits for whom. A waiting service counts the names
 * that nobody runs; a name that starts or stops running corrects the counts of those who wait for
 * it, so launching everything costs no more than the graph is large.
 *
 * <p>It also counts what may have closed a ring of services that wait for each other: a search for
 * one costs as much as all that waits, and most changes close none.
 */
final class DependencyGraph {
  private final Map<ServiceName, Name> names = new LinkedHashMap<>();
  private final SortedSet<Service> waiting =
      new TreeSet<>(
          Comparator.comparingLong((Service service) -> service.launch().mayWaitUntil())
              .thenComparingLong(service -> service.launch().asked()));
  private final Queue<Service> ready = new ArrayDeque<>();
  private long asked;
  private int suspicions;
  private int waitingHere;

  void export(Service service, ServiceName exported, List<Effect> out) {
    Name name = names.computeIfAbsent(exported, Name::new);
    if (service.launch().export(name)) {
      tellIfShared(name, service, out);
      name.exporters.add(service);
      switch (service.launch().phase()) {
        case REGISTERED -> name.registered++;
        case WAITING -> {
          name.exportersWaiting++;
          suspect(name);
        }
        case RUNNING -> provide(name, service, out);
        case REFUSED -> {
          // Nobody will ever find it by this name.
        }
      }
    }
  }

  /** Instances of one guest export the same; another guest's calls may be meant for the first. */
  private static void tellIfShared(Name name, Service service, List<Effect> out) {
    if (name.toldShared || name.exporters.isEmpty()) {
      return;
    }
    String first = name.exporters.iterator().next().guest();
    String other = service.guest();
    if (!first.equals(other)) {
      name.toldShared = true;
      out.add(
          new Effect.Report(
              Effect.Severity.WARNING,
              List.of(first, other),
              "%s and %s both export %s, and calls to it are shared among them."
                  .formatted(first, other, name)));
    }
  }

  void require(Service service, ServiceName required) {
    Name name = names.computeIfAbsent(required, Name::new);
    if (service.launch().require(name)) {
      name.requirers++;
      name.requirersHere += service.isRemote() ? 0 : 1;
      if (service.launch().is(ServiceLaunch.Phase.WAITING)) {
        await(service, name);
        suspicions += name.dependsOnWaiting() ? 1 : 0;
      }
    }
  }

  /** A ring may go through this name. */
  private void suspect(Name name) {
    suspicions += !name.waiting.isEmpty() && name.dependsOnWaiting() ? 1 : 0;
  }

  /**
   * The service wants to run, and does so with the next {@link #launch}, if it can.
   *
   * @param call that its launch resolves
   * @param mayWaitUntil when it has waited too long
   */
  void ask(Service service, Id call, long mayWaitUntil) {
    service.launch().asks(call, mayWaitUntil, asked++);
    service.host().oneAsks();
    waiting.add(service);
    waitingHere += service.isRemote() ? 0 : 1;
    for (Name name : service.launch().exports()) {
      name.registered--;
      name.exportersWaiting++;
    }
    boolean waitsForWaiting = false;
    for (Name name : service.launch().requires()) {
      await(service, name);
      waitsForWaiting |= name.dependsOnWaiting();
    }
    if (service.launch().missesNothing()) {
      readyIfHere(service);
    } else if (waitsForWaiting) {
      service.launch().exports().forEach(this::suspect);
    }
  }

  /** What is on another node is run by that node's kernel. */
  private void readyIfHere(Service service) {
    if (!service.isRemote()) {
      ready.add(service);
    }
  }

  private static void await(Service service, Name name) {
    name.waiting.add(service);
    if (name.running == 0) {
      service.launch().missesOneMore();
    }
  }

  /** Runs all that can run by now, and gives it back in the order in which it started. */
  List<Service> launch(List<Effect> out) {
    if (ready.isEmpty()) {
      return List.of();
    }
    List<Service> launched = new ArrayList<>();
    for (Service next = ready.poll(); next != null; next = ready.poll()) {
      if (next.launch().is(ServiceLaunch.Phase.WAITING) && next.launch().missesNothing()) {
        run(next, out);
        next.guestHere().launched();
        launched.add(next);
      }
    }
    return launched;
  }

  /** The service runs: so it was decided here, or on its own node. */
  void run(Service service, List<Effect> out) {
    stopWaiting(service, ServiceLaunch.Phase.RUNNING);
    for (Name name : service.launch().exports()) {
      provide(name, service, out);
    }
  }

  private void provide(Name name, Service service, List<Effect> out) {
    out.add(new Effect.Listed(new Listing.Provided(name.name(), service.id())));
    if (++name.running == 1) {
      for (Service waiter : name.waiting) {
        waiter.launch().missesOneLess();
        if (waiter.launch().missesNothing()) {
          readyIfHere(waiter);
        }
      }
    }
  }

  /** The service will not run. */
  void refuse(Service service) {
    stopWaiting(service, ServiceLaunch.Phase.REFUSED);
    service.launch().exports().forEach(this::suspect);
  }

  private void stopWaiting(Service service, ServiceLaunch.Phase next) {
    if (waiting.remove(service) && !service.isRemote()) {
      waitingHere--;
    }
    service.launch().requires().forEach(name -> name.waiting.remove(service));
    service.host().oneWaitsNoMore();
    service.launch().becomes(next);
    service.launch().exports().forEach(name -> name.exportersWaiting--);
  }

  /**
   * Takes a service out that has ended with its host.
   *
   * @param onlyHere whether it does not matter who requires a name on other nodes
   * @return the names that nobody requires any more
   */
  List<Name> remove(Service service, boolean onlyHere, List<Effect> out) {
    if (service.launch().is(ServiceLaunch.Phase.WAITING)) {
      refuse(service);
    }
    for (Name name : service.launch().exports()) {
      name.exporters.remove(service);
      if (service.launch().is(ServiceLaunch.Phase.REGISTERED)) {
        name.registered--;
        suspect(name);
      } else if (service.launch().is(ServiceLaunch.Phase.RUNNING)) {
        out.add(new Effect.Listed(new Listing.Withdrawn(name.name(), service.id())));
        if (--name.running == 0) {
          name.waiting.forEach(waiter -> waiter.launch().missesOneMore());
          suspect(name);
        }
      }
      dropIfUnused(name);
    }
    List<Name> released = new ArrayList<>();
    for (Name name : service.launch().requires()) {
      name.requirers--;
      name.requirersHere -= service.isRemote() ? 0 : 1;
      if (onlyHere ? name.requirersHere == 0 : name.requirers == 0) {
        released.add(name);
      }
      dropIfUnused(name);
    }
    return released;
  }

  private void dropIfUnused(Name name) {
    if (name.isUnused()) {
      names.remove(name.name());
    }
  }

  /**
   * Those that have asked to launch and do not run: first those that may not wait as long as
   * others, and of these in the order in which they asked.
   */
  SortedSet<Service> waiting() {
    return waiting;
  }

  /** How many of them are on this node. */
  int waitingHere() {
    return waitingHere;
  }

  /** What is known of this name. */
  Optional<Name> find(ServiceName name) {
    return Optional.ofNullable(names.get(name));
  }

  /**
   * How many changes there were, since this was last {@linkplain #searched() cleared}, of which
   * each may have closed a ring. Without one there is no ring that was not there before.
   */
  int suspicions() {
    return suspicions;
  }

  /** All rings that there are were found and taken apart. */
  void searched() {
    suspicions = 0;
  }

  Iterable<Name> names() {
    return names.values();
  }

  boolean isEmpty() {
    return names.isEmpty() && waiting.isEmpty() && ready.isEmpty();
  }
}
