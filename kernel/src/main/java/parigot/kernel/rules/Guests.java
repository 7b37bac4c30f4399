package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import parigot.kernel.Admission;
import parigot.kernel.Budgets;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.IdSource;
import parigot.kernel.Identities;
import parigot.kernel.NamedIds;
import parigot.kernel.Nodes;
import parigot.kernel.SeededIds;
import parigot.v1.host.PeerKnown;

/** The guests of this node that have not ended, and the ids that the names of each have had. */
final class Guests {
  private final IdSource ids;
  private final Nodes nodes;
  private final Map<Id, Guest> byHost = new LinkedHashMap<>();
  private final Set<Guest> takingPart = new LinkedHashSet<>();
  private final Map<GuestKey, Guest> living = new HashMap<>();
  private final Map<GuestKey, Identities> identities = new HashMap<>();

  /** What the guests' own halves take from earlier lives, until the application begins. */
  private final Map<GuestKey, Identities> given = new HashMap<>();

  /** What other nodes remember of them, by when the processes began, the last one first. */
  private final Map<GuestKey, NavigableMap<Long, Set<PeerKnown.Service>>> heard = new HashMap<>();

  private int admitted;

  Guests(IdSource ids, Nodes nodes) {
    this.ids = ids;
    this.nodes = nodes;
  }

  /**
   * One more, with the ids that its names had before.
   *
   * @param restarted whether it was started again by the kernel
   */
  Guest admit(GuestSpec spec, boolean restarted) {
    GuestKey program = GuestKey.of(spec);
    Identities known = identities.computeIfAbsent(program, unused -> new Identities());
    known.trim(
        spec.services(), (int) Math.min(Integer.MAX_VALUE, spec.budgets().names() / Budgets.NAME));
    Id id = Id.random(IdKind.HOST, ids);
    Guest guest = new Guest(id, spec, nodes.label(spec.label()), known, restarted);
    byHost.put(id, guest);
    living.put(program, guest);
    if (guest.takesPart()) {
      takingPart.add(guest);
    }
    return guest;
  }

  /**
   * What the guest's own half is made from.
   *
   * @param beforeBegin whether it may still learn from other nodes which ids its names had
   * @param named what its ids follow from, when it is movable
   */
  Admission admission(Guest guest, boolean beforeBegin, Optional<NamedIds> named) {
    Identities copy = guest.identities().copy();
    if (beforeBegin && nodes.areSeveral()) {
      given.put(guest.program(), copy);
    }
    return new Admission(
        guest.id(), guest.spec(), admitted++, SeededIds.Seed.from(ids), named, copy);
  }

  /** A movable guest had these ids on other nodes: clients may use them before it has them. */
  void inherit(GuestKey program, Collection<Identities> elsewhere) {
    Identities its = identities.computeIfAbsent(program, unused -> new Identities());
    for (Identities known : elsewhere) {
      known
          .services()
          .forEach(
              (name, services) ->
                  services.forEach(
                      service -> {
                        its.remember(name, service);
                        known.methods(service).forEach((m, id) -> its.remember(service, m, id));
                      }));
    }
  }

  /** The code of this guest here, if it lives and that is known. */
  Optional<String> codeOf(String name) {
    return byHost.values().stream()
        .map(Guest::spec)
        .filter(spec -> spec.name().equals(name) && !spec.code().isEmpty())
        .map(GuestSpec::code)
        .findFirst();
  }

  /** When this process began. */
  long startedAt() {
    return nodes.startedAt();
  }

  /**
   * These ids had its guests' names in earlier lives of this node. Of nodes that were not always
   * together one may remember other ids than another: those count that were used last.
   */
  void known(PeerKnown known) {
    Set<GuestKey> more = new LinkedHashSet<>();
    for (PeerKnown.Service service : known.getServicesList()) {
      GuestKey program = new GuestKey(service.getGuest(), service.getInstance());
      if (given.containsKey(program)) {
        heard
            .computeIfAbsent(program, unused -> new TreeMap<>(Comparator.reverseOrder()))
            .computeIfAbsent(service.getUsedAt(), unused -> new LinkedHashSet<>())
            .add(service);
        more.add(program);
      }
    }
    for (GuestKey program : more) {
      rememberAll(heard.get(program).values(), given.get(program));
      rememberAll(heard.get(program).values(), identities.get(program));
    }
  }

  /**
   * @param lives what each of them had, the last one first
   */
  private static void rememberAll(Collection<Set<PeerKnown.Service>> lives, Identities in) {
    in.clear();
    Set<String> names = new HashSet<>();
    Deque<List<PeerKnown.Service>> firstToLast = new ArrayDeque<>();
    for (Set<PeerKnown.Service> life : lives) {
      List<PeerKnown.Service> its =
          life.stream().filter(service -> !names.contains(service.getDebugName())).toList();
      its.forEach(service -> names.add(service.getDebugName()));
      firstToLast.addFirst(its);
    }
    firstToLast.forEach(its -> its.forEach(service -> remember(service, in)));
  }

  private static void remember(PeerKnown.Service known, Identities in) {
    Id id = Id.of(known.getService());
    in.remember(known.getDebugName(), id);
    known
        .getMethodsList()
        .forEach(method -> in.remember(id, method.getName(), Id.of(method.getMethod())));
  }

  /** The guests run from now on, and learn nothing more of earlier lives. */
  void begin() {
    given.clear();
    heard.clear();
  }

  Optional<Guest> find(Id host) {
    return Optional.ofNullable(byHost.get(host));
  }

  /** The present life of this guest. */
  Optional<Guest> living(GuestSpec spec) {
    return Optional.ofNullable(living.get(GuestKey.of(spec)));
  }

  /** Takes one out that has ended, if it is there. */
  Optional<Guest> remove(Id host) {
    Optional<Guest> removed = Optional.ofNullable(byHost.remove(host));
    removed.ifPresent(
        guest -> {
          takingPart.remove(guest);
          living.remove(guest.program());
        });
    return removed;
  }

  /** Those that take part in the launch and the end of the application, as they were admitted. */
  Collection<Guest> takingPart() {
    return Collections.unmodifiableCollection(takingPart);
  }

  /** All of them, in the order in which they were admitted. */
  List<Guest> all() {
    return new ArrayList<>(byHost.values());
  }

  boolean isEmpty() {
    return byHost.isEmpty() && takingPart.isEmpty() && living.isEmpty();
  }
}
