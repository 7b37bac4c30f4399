package parigot.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Who exports what, who requires what, and who waits for whom. A waiting service counts the names
 * that nobody runs; a name that starts or stops running corrects the counts of those who wait for
 * it, so launching everything costs no more than the graph is large.
 */
final class DependencyGraph {
  private final Directory directory;
  private final Map<ServiceName, Name> names = new LinkedHashMap<>();
  private final Set<Service> waiting = new LinkedHashSet<>();
  private final Queue<Service> ready = new ArrayDeque<>();

  DependencyGraph(Directory directory) {
    this.directory = directory;
  }

  void export(Service service, ServiceName exported) {
    Name name = names.computeIfAbsent(exported, Name::new);
    if (service.exports.add(name)) {
      name.exporters.add(service);
      if (service.is(Service.Phase.RUNNING)) {
        provide(name, service);
      }
    }
  }

  void require(Service service, ServiceName required) {
    Name name = names.computeIfAbsent(required, Name::new);
    if (service.requires.add(name)) {
      name.requirers++;
      if (service.is(Service.Phase.WAITING)) {
        await(service, name);
      }
    }
  }

  /** The service wants to run, and does so with the next {@link #launch}, if it can. */
  void ask(Service service) {
    service.phase = Service.Phase.WAITING;
    service.host().notAsked--;
    service.host().waiting++;
    waiting.add(service);
    service.requires.forEach(name -> await(service, name));
    if (service.missing == 0) {
      ready.add(service);
    }
  }

  private static void await(Service service, Name name) {
    name.waiting.add(service);
    if (name.running == 0) {
      service.missing++;
    }
  }

  /** Runs all that can run by now, and gives it back in the order in which it started. */
  List<Service> launch() {
    if (ready.isEmpty()) {
      return List.of();
    }
    List<Service> launched = new ArrayList<>();
    for (Service next = ready.poll(); next != null; next = ready.poll()) {
      if (next.is(Service.Phase.WAITING) && next.missing == 0) {
        stopWaiting(next, Service.Phase.RUNNING);
        next.host().launched = true;
        for (Name name : next.exports) {
          provide(name, next);
        }
        launched.add(next);
      }
    }
    return launched;
  }

  private void provide(Name name, Service service) {
    directory.provide(name.name(), service.entry());
    if (++name.running == 1) {
      for (Service waiter : name.waiting) {
        if (--waiter.missing == 0) {
          ready.add(waiter);
        }
      }
    }
  }

  /** The service will not run. */
  void refuse(Service service) {
    stopWaiting(service, Service.Phase.REFUSED);
  }

  private void stopWaiting(Service service, Service.Phase next) {
    waiting.remove(service);
    service.requires.forEach(name -> name.waiting.remove(service));
    service.host().waiting--;
    service.missing = 0;
    service.phase = next;
  }

  /**
   * Takes a service out that has ended with its host.
   *
   * @return the names that nobody requires any more
   */
  List<Name> remove(Service service) {
    if (service.is(Service.Phase.WAITING)) {
      refuse(service);
    }
    for (Name name : service.exports) {
      name.exporters.remove(service);
      if (service.is(Service.Phase.RUNNING)) {
        directory.withdraw(name.name(), service.entry());
        if (--name.running == 0) {
          name.waiting.forEach(waiter -> waiter.missing++);
        }
      }
      dropIfUnused(name);
    }
    List<Name> released = new ArrayList<>();
    for (Name name : service.requires) {
      if (--name.requirers == 0) {
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

  /** Those that have asked to launch and do not run, in the order in which they asked. */
  Set<Service> waiting() {
    return waiting;
  }

  Optional<Name> find(ServiceName name) {
    return Optional.ofNullable(names.get(name));
  }

  Iterable<Name> names() {
    return names.values();
  }

  boolean isEmpty() {
    return names.isEmpty() && waiting.isEmpty() && ready.isEmpty();
  }
}
