package parigot.kernel.rules;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import parigot.kernel.Effect;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdSource;
import parigot.kernel.Listing;
import parigot.kernel.NanoTime;
import parigot.kernel.RestartPolicy;
import parigot.kernel.RestartView;

/**
 * The guests that have ended and will be started again, and how often that has happened to each.
 *
 * <p>While such a guest is away its services stay listed under their ids, so that a call by a
 * client that located them earlier is taken, and failed with a reason.
 */
final class Restarts {
  /** By which part of itself a wait may be lengthened. */
  private static final double JITTER = 0.2;

  private static final double ALL_LONGS = 0x1p64;

  private final IdSource chance;
  private final Map<GuestKey, Lives> lives = new HashMap<>();

  /** The services that are away, as they were. */
  private final Map<Id, Service> away = new HashMap<>();

  /** The same by guest, with the host that each service was on. */
  private final Map<GuestKey, Map<Id, Id>> listed = new LinkedHashMap<>();

  private final TreeSet<Due> pending =
      new TreeSet<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long numbers;
  private long start;

  private static final class Lives {
    long began;
    int restarts;
    boolean restarted;
  }

  private record Due(long at, long number, GuestSpec spec) {}

  Restarts(IdSource chance) {
    this.chance = chance;
  }

  /** The first life of every guest begins. */
  void start(long now) {
    start = now;
  }

  /** When this life of the guest began, if it is not its first. */
  OptionalLong beganAgain(GuestKey program) {
    Lives known = lives.get(program);
    return known != null && known.restarted ? OptionalLong.of(known.began) : OptionalLong.empty();
  }

  /**
   * A server has ended, and is to be started again if its policy says so.
   *
   * @return whether it will be
   */
  boolean ended(Guest guest, boolean failure, long now, List<Effect> out) {
    RestartPolicy policy = guest.spec().restart();
    if (!policy.covers(failure)) {
      return false;
    }
    Lives life = lives.computeIfAbsent(guest.program(), program -> new Lives());
    long began = life.restarted ? life.began : start;
    if (now - began >= policy.within().toNanos()) {
      life.restarts = 0;
    }
    if (life.restarts >= policy.ceiling()) {
      out.add(
          new Effect.Report(
              Effect.Severity.ERROR,
              List.of(guest.label()),
              "%s was started again %d times and never ran for %s: it stays ended."
                  .formatted(guest.label(), life.restarts, NanoTime.print(policy.within()))));
      return false;
    }
    Duration wait = lengthened(policy.backoff(life.restarts));
    life.restarts++;
    pending.add(new Due(NanoTime.after(now, wait), numbers++, guest.spec()));
    out.add(
        new Effect.Report(
            Effect.Severity.INFO,
            List.of(guest.label()),
            "%s is started again in %d ms.".formatted(guest.label(), wait.toMillis())));
    keepListed(guest);
    return true;
  }

  private void keepListed(Guest guest) {
    Map<Id, Id> its = new LinkedHashMap<>();
    for (Service service : guest.services()) {
      away.put(service.id(), service);
      its.put(service.id(), guest.id());
    }
    listed.put(guest.program(), its);
  }

  /** A guest has ended in order to be replaced: what it was before does not count any more. */
  void replaced(Guest guest, long now) {
    keepListed(guest);
    startNow(guest.spec(), now);
  }

  /** Has a guest that does not live started, however often it has failed, when time expires. */
  void startNow(GuestSpec spec, long now) {
    GuestKey program = GuestKey.of(spec);
    drop(program);
    lives.computeIfAbsent(program, its -> new Lives()).restarts = 0;
    pending.add(new Due(now, numbers++, spec));
  }

  /** Has a guest not started that was to be. */
  void drop(GuestKey program) {
    pending.removeIf(due -> GuestKey.of(due.spec()).equals(program));
  }

  /** A movable guest has ended and is started again, on whichever node. */
  void moves(Guest guest) {
    keepListed(guest);
  }

  private Duration lengthened(Duration wait) {
    double part = (chance.nextLong() / ALL_LONGS + 0.5) * JITTER;
    return wait.plusNanos((long) (wait.toNanos() * part));
  }

  /** Has those started whose time has come. */
  void expire(long now, List<Effect> out) {
    while (!pending.isEmpty() && pending.first().at() <= now) {
      GuestSpec spec = pending.pollFirst().spec();
      Lives life = lives.get(GuestKey.of(spec));
      life.restarted = true;
      life.began = now;
      out.add(new Effect.StartAgain(spec));
    }
  }

  /** Those that are to be started, the next one first. */
  List<RestartView> views(long now) {
    return pending.stream()
        .map(due -> new RestartView(due.spec().label(), Duration.ofNanos(due.at() - now)))
        .toList();
  }

  OptionalLong nextDeadline() {
    return pending.isEmpty() ? OptionalLong.empty() : OptionalLong.of(pending.first().at());
  }

  /** Whether anybody is waited for. */
  boolean isPending() {
    return !pending.isEmpty();
  }

  /** The service with this id, when its guest is away. */
  Optional<Service> away(Id service) {
    return Optional.ofNullable(away.get(service));
  }

  /** All services that are away. */
  Collection<Service> away() {
    return away.values();
  }

  /** The service is there again, on another host. */
  void isBack(Id service) {
    Service was = away.remove(service);
    if (was != null) {
      listed.get(was.guestHere().program()).remove(service);
    }
  }

  /** What the guest had and has not registered again is gone. */
  void forget(GuestSpec spec, List<Effect> out) {
    Map<Id, Id> its = listed.remove(GuestKey.of(spec));
    if (its != null) {
      forget(its, out);
    }
  }

  private void forget(Map<Id, Id> hostsByService, List<Effect> out) {
    hostsByService.forEach(
        (service, host) -> {
          away.remove(service);
          out.add(new Effect.Listed(new Listing.Unregistered(service, host)));
        });
  }

  /** Nobody is started again any more. */
  void cancel(List<Effect> out) {
    pending.clear();
    listed.values().forEach(its -> forget(its, out));
    listed.clear();
  }

  boolean isEmpty() {
    return pending.isEmpty() && away.isEmpty();
  }
}
