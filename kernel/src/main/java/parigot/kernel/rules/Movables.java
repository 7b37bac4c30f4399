package parigot.kernel.rules;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import parigot.kernel.Effect;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdSource;
import parigot.kernel.Listing;
import parigot.kernel.MovableView;
import parigot.kernel.Moving;
import parigot.kernel.NamedIds;
import parigot.kernel.NanoTime;
import parigot.kernel.Nodes;
import parigot.kernel.SeededIds;
import parigot.v1.host.PeerStatus;

/**
 * The movable guests: which of them are to run on this node, as its owner says, and which of those
 * may, as the {@link Leases} do. One that has lost its leave ends at once, whatever it is at; one
 * that is to go elsewhere answers what it was asked before.
 */
final class Movables {
  /** The group of nodes that decides about places is given to one node as guests are. */
  static final GuestKey GROUP = new GuestKey("", 0);

  /** For an application without any, where nobody asks for leave. */
  private static final Moving NONE =
      new Moving(Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final Optional<Moving> moving;
  private final Guests guests;
  private final Restarts restarts;
  private final ExitGrace grace;
  private final Peers peers;
  private final Leases leases;
  private final String self;
  private final boolean isInPool;
  private final boolean hasPools;
  private final long startedAt;

  private final Map<GuestKey, Place> places = new LinkedHashMap<>();

  /** Lives that are over to all rules, and whose actors may not have noticed. */
  private final Map<Id, GuestKey> dying = new HashMap<>();

  /** Those that have not run anywhere yet. */
  private final Set<GuestKey> unplaced = new HashSet<>();

  private final Map<GuestKey, String> reasons = new HashMap<>();
  private final Map<GuestKey, Long> told = new HashMap<>();
  private ByteString ids = ByteString.EMPTY;
  private String group = "";
  private boolean seeksGroup;
  private int leaving;

  /** The processes with which the application began. */
  private final Map<String, Long> first = new TreeMap<>();

  private static final class Place {
    private final GuestSpec spec;
    private boolean started;
    private boolean leaving;

    /** As what it comes back here once it has ended. */
    private Optional<GuestSpec> returns = Optional.empty();

    private long drainedBy;

    Place(GuestSpec spec) {
      this.spec = spec;
    }
  }

  Movables(
      Nodes nodes,
      IdSource chance,
      Guests guests,
      Restarts restarts,
      ExitGrace grace,
      Peers peers) {
    this.moving = nodes.moving();
    this.guests = guests;
    this.restarts = restarts;
    this.grace = grace;
    this.peers = peers;
    this.self = nodes.self();
    this.isInPool = nodes.isInPool();
    this.hasPools = nodes.hasPools();
    this.startedAt = nodes.startedAt();
    this.leases = new Leases(nodes, moving.orElse(NONE), peers);
    moving.ifPresent(
        those -> {
          ids = bytes(SeededIds.Seed.from(chance));
          those.guests().forEach(this::add);
        });
  }

  private void add(String guest, int instances) {
    for (int instance = 1; instance <= instances; instance++) {
      unplaced.add(new GuestKey(guest, instance));
    }
  }

  /** Whether each has had a place, at one time or another. */
  boolean haveBeenPlaced() {
    return unplaced.isEmpty();
  }

  private static ByteString bytes(SeededIds.Seed seed) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * Long.BYTES)
            .putLong(seed.first())
            .putLong(seed.second())
            .putLong(seed.third())
            .putLong(seed.fourth());
    return ByteString.copyFrom(bytes.flip());
  }

  /** Whether there are any in the application, on whichever nodes. */
  boolean exist() {
    return moving.isPresent();
  }

  /** Whether this guest is one. */
  boolean isMovable(GuestKey guest) {
    return moving.isPresent() && moving.get().guests().containsKey(guest.name());
  }

  /**
   * The application begins here.
   *
   * @param late whether other nodes had begun before
   */
  void begin(boolean late, long now) {
    if (moving.isEmpty()) {
      return;
    }
    Map<String, Long> all = new TreeMap<>();
    for (Peer peer : peers.named().toList()) {
      if (late) {
        all.putAll(peer.status().getFirstMap());
      } else {
        all.put(peer.node(), peer.startedAt());
      }
    }
    if (!late) {
      all.put(self, startedAt);
    }
    first.putAll(all);
    // Those of pools may run what earlier processes of all other nodes have given them.
    leases.begin(hasPools || !Long.valueOf(startedAt).equals(all.get(self)), now);
    Map<String, ByteString> proposed = new TreeMap<>();
    if (!late) {
      proposed.put(self, ids);
    }
    for (Peer peer : peers.named().toList()) {
      if (!peer.status().getIds().isEmpty() && (!late || peer.status().getBegun())) {
        proposed.put(peer.node(), peer.status().getIds());
      }
    }
    // All begin with the same, or know of one that has begun what holds.
    proposed.values().stream().findFirst().ifPresent(first -> ids = first);
  }

  /** What the ids of this guest follow from, when it is movable. */
  Optional<NamedIds> ids(GuestSpec spec) {
    if (!isMovable(GuestKey.of(spec)) || ids.size() < 4 * Long.BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ids.asReadOnlyByteBuffer();
    SeededIds.Seed seed =
        new SeededIds.Seed(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    return Optional.of(new NamedIds(seed, spec.name(), spec.instance()));
  }

  /** What other nodes must know of it. */
  void describe(PeerStatus.Builder status) {
    status.setIds(ids).setGroup(group).putAllFirst(first);
  }

  // The group of nodes.

  /** This node asks to be the one that founds the group. One of a pool joins what others have. */
  void seekGroup(long now) {
    if (isInPool) {
      return;
    }
    seeksGroup = true;
    leases.want(GROUP, now);
  }

  /** Whether it may, now. */
  boolean mayFound(long now) {
    return leases.holds(GROUP) && leases.until(GROUP) > now;
  }

  /** This node is a member of this group; of none, when that is empty. */
  void memberOf(String its, List<Effect> out) {
    group = its;
    leases.foundsNothing(!its.isEmpty());
    if (seeksGroup) {
      seeksGroup = false;
      leases.release(GROUP, out);
    }
  }

  // Places.

  /** This guest is to run here. */
  void arrive(GuestSpec spec, long now) {
    GuestKey guest = GuestKey.of(spec);
    Place place = places.get(guest);
    if (place == null) {
      places.put(guest, new Place(spec));
      leases.want(guest, now);
    } else {
      place.returns = Optional.of(spec).filter(unused -> place.leaving);
    }
  }

  /** This guest is to run elsewhere: it takes no more calls, and ends when it has answered all. */
  void depart(GuestKey guest, long now, List<Effect> out) {
    Place place = places.get(guest);
    if (place == null) {
      out.add(new Effect.Moved(guest.name(), guest.instance(), false));
      return;
    }
    place.returns = Optional.empty();
    Optional<Guest> living = guests.living(place.spec);
    if (living.isEmpty()) {
      restarts.drop(guest);
      gone(guest, "it was handed over by node " + self, out);
    } else if (!place.leaving) {
      place.leaving = true;
      leaving++;
      place.drainedBy = grace.end(now);
      living.get().departs();
      for (Service service : living.get().services()) {
        if (service.isRunning()) {
          service
              .launch()
              .exports()
              .forEach(
                  name ->
                      out.add(new Effect.Listed(new Listing.Withdrawn(name.name(), service.id()))));
        }
      }
      advance(now, out);
    }
  }

  /** Whether it is not to run here, or is on its way to another node. */
  boolean isElsewhere(GuestKey guest) {
    Place place = places.get(guest);
    return isMovable(guest) && (place == null || (place.leaving && place.returns.isEmpty()));
  }

  /**
   * Its owner has other code for a guest that is to run here: it takes no more calls, answers what
   * it was asked, ends, and begins again.
   */
  void replace(GuestSpec spec, long now, List<Effect> out) {
    GuestKey guest = GuestKey.of(spec);
    depart(guest, now, out);
    arrive(spec, now);
    leases.ask(now, out);
  }

  private void gone(GuestKey guest, String why, List<Effect> out) {
    places.remove(guest);
    told.remove(guest);
    reasons.put(guest, why);
    leases.release(guest, out);
    out.add(new Effect.Moved(guest.name(), guest.instance(), false));
  }

  /** Has those stopped that have answered all, or had their time. */
  private void advance(long now, List<Effect> out) {
    for (Place place : places.values()) {
      if (place.leaving) {
        guests
            .living(place.spec)
            .filter(guest -> !guest.isEnding())
            .filter(guest -> !guest.calls().isServing() || place.drainedBy <= now)
            .ifPresent(
                guest -> {
                  grace.begin(guest, now);
                  guest.stop(out);
                });
      }
    }
  }

  /** After each thing that a guest has said: cheap, when none leaves. */
  void look(long now, List<Effect> out) {
    if (leaving > 0) {
      advance(now, out);
    }
  }

  /** When the first loses its leave, unless it is renewed; never, when that is not to be feared. */
  long fenceDue() {
    return leases.expiry();
  }

  /**
   * Those that have lost their leave by now.
   *
   * @return what lives of them, which is to end
   */
  List<Guest> fenced(long now, List<Effect> out) {
    List<Guest> ending = new ArrayList<>();
    for (GuestKey guest : leases.takeExpired(now)) {
      Place place = places.get(guest);
      if (place == null) {
        continue;
      }
      place.started = false;
      told.remove(guest);
      restarts.drop(guest);
      reasons.put(guest, "node %s heard too little of the others".formatted(self));
      out.add(
          new Effect.Report(
              Effect.Severity.WARNING,
              "%s may not run here any more: most nodes have not said so for %s (fence-after)."
                  .formatted(place.spec.label(), NanoTime.print(moving.get().fenceAfter()))));
      guests
          .living(place.spec)
          .ifPresent(
              living -> {
                dying.put(living.id(), guest);
                ending.add(living);
              });
      if (place.leaving) {
        leaving--;
        gone(guest, "it was handed over by node " + self, out);
      }
    }
    return ending;
  }

  /** Starts those that have got leave, and tells the others until when theirs lasts. */
  void leased(boolean ending, long now, List<Effect> out) {
    leases.takeNew(now);
    for (Map.Entry<GuestKey, Place> each : places.entrySet()) {
      GuestKey guest = each.getKey();
      Place place = each.getValue();
      if (!leases.holds(guest)) {
        continue;
      }
      if (!place.started && !place.leaving && !ending && !dying.containsValue(guest)) {
        place.started = true;
        placed(guest, self);
        out.add(
            new Effect.Report(
                Effect.Severity.INFO, "%s runs here from now on.".formatted(place.spec.label())));
        out.add(new Effect.Moved(guest.name(), guest.instance(), true));
        guests.inherit(guest, peers.known(guest));
        restarts.startNow(place.spec, now);
        restarts.expire(now, out);
      }
      tellLease(place.spec, out);
    }
  }

  private void tellLease(GuestSpec spec, List<Effect> out) {
    guests.living(spec).ifPresent(living -> tellLease(living, out));
  }

  /** Until when this life of a guest may run, if that is another time than it knows. */
  void tellLease(Guest guest, List<Effect> out) {
    GuestKey key = guest.program();
    long until = leases.until(key);
    if (isMovable(key)
        && until != Long.MIN_VALUE
        && !Long.valueOf(until).equals(told.put(key, until))) {
      out.add(new Effect.Leased(guest.id(), until));
    }
  }

  Leases leases() {
    return leases;
  }

  /** The next round of questions, if it is due. */
  void tick(long now, List<Effect> out) {
    leases.ask(now, out);
    look(now, out);
  }

  OptionalLong nextDeadline() {
    if (moving.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong next = leases.nextDeadline();
    if (leaving > 0) {
      for (Place place : places.values()) {
        if (place.leaving && guests.living(place.spec).filter(g -> !g.isEnding()).isPresent()) {
          next = NanoTime.earlier(next, OptionalLong.of(place.drainedBy));
        }
      }
    }
    return next;
  }

  /**
   * A movable guest has ended.
   *
   * @return whether it goes on elsewhere, or here later; not, when it is to be started again here
   *     as any guest
   */
  boolean ended(Guest guest, boolean shuttingDown, long now, List<Effect> out) {
    GuestKey key = guest.program();
    if (dying.containsKey(guest.id())) {
      return true;
    }
    Place place = places.get(key);
    if (place == null) {
      return false;
    }
    told.remove(key);
    if (place.leaving || shuttingDown) {
      if (place.leaving) {
        leaving--;
      }
      gone(key, "it was handed over by node " + self, out);
      if (!shuttingDown) {
        place.returns.ifPresent(spec -> arrive(spec, now));
      }
      return true;
    }
    return false;
  }

  /** The actor of a guest is gone. Whether that ended a life which was over before. */
  boolean buried(Id host) {
    return dying.remove(host) != null;
  }

  /** Whether no life is over to all rules that has an actor still. */
  boolean noneIsDying() {
    return dying.isEmpty();
  }

  /** Another node runs it. */
  void runsAt(Peer peer, GuestKey guest) {
    placed(guest, peer.node());
  }

  private void placed(GuestKey guest, String node) {
    unplaced.remove(guest);
    reasons.put(guest, "placed on node " + node);
  }

  /** It ran on a node that is away. */
  void isLostWith(Peer peer) {
    if (moving.isPresent()) {
      for (GuestKey guest : peer.programs()) {
        if (isMovable(guest)) {
          reasons.put(guest, "node %s is away".formatted(peer.node()));
        }
      }
    }
  }

  /** All of them, in the order of their names. */
  List<MovableView> views() {
    List<MovableView> views = new ArrayList<>();
    moving.ifPresent(
        all ->
            all.guests()
                .forEach(
                    (name, instances) -> {
                      for (int instance = 1; instance <= instances; instance++) {
                        views.add(view(new GuestKey(name, instance)));
                      }
                    }));
    return views;
  }

  private MovableView view(GuestKey guest) {
    Place place = places.get(guest);
    String node = self;
    MovableView.State state;
    if (place != null && place.leaving) {
      state = MovableView.State.LEAVING;
    } else if (place != null && place.started) {
      state = MovableView.State.PLACED;
    } else {
      Optional<Peer> there =
          peers.all().stream()
              .filter(peer -> peer.isLinked() && peer.programs().contains(guest))
              .findFirst();
      node = there.map(Peer::node).orElse(place == null ? "" : self);
      state =
          there.isPresent()
              ? MovableView.State.PLACED
              : place == null ? MovableView.State.NOWHERE : MovableView.State.WAITING;
    }
    return new MovableView(
        guest.name(),
        guest.instance(),
        node,
        state,
        reasons.getOrDefault(guest, "it has not had a place yet"));
  }

  boolean isEmpty() {
    return places.isEmpty() && dying.isEmpty();
  }
}
