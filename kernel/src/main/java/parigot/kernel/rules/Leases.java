package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import parigot.kernel.Effect;
import parigot.kernel.Moving;
import parigot.kernel.Nodes;
import parigot.v1.host.PeerInstance;
import parigot.v1.host.PeerLease;
import parigot.v1.host.PeerLeased;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerReleased;

/**
 * Which movable guests may run on this node: those that most of all nodes have given it, for as
 * long as they have. Any two majorities have a node in common, and that one gives a guest to one
 * node at a time; so no guest has leave to run on two, whatever is cut off, stands still or is
 * slow. All nodes are those that the placement names: one of a pool asks them, and gives nothing.
 *
 * <p>The leave that a node has counts from when it asked, what another node has promised from when
 * it heard, and the second is the longer. So clocks need not agree, only run at nearly one speed.
 *
 * <p>A process that comes to an application which has begun does not know what its predecessor has
 * promised, and promises nothing until all of that is over.
 */
final class Leases {
  /** How often in {@code fence-after} leave is renewed, and how often it is asked for. */
  private static final int RENEWALS = 5;

  private static final int ASKING = 20;

  /** After so many questions without a majority what some have given goes back to them. */
  private static final int TRIES = 4;

  /** Nodes of a pool have no numbers: so many differ in how long they let others go first. */
  private static final int SPREAD = 5;

  private final String self;
  private final long startedAt;
  private final boolean gives;
  private final int majority;
  private final int rank;
  private final long fence;
  private final long move;
  private final Peers peers;

  private final Map<GuestKey, Promise> promises = new HashMap<>();
  private long promisesFrom = Long.MAX_VALUE;
  private boolean foundsNothing;

  private final Map<GuestKey, Lease> leases = new LinkedHashMap<>();
  private final NavigableMap<Long, Long> rounds = new TreeMap<>();
  private long round;
  private long nextRound = Long.MAX_VALUE;
  private long expiry = Long.MAX_VALUE;

  /** To whom this node has given a guest, until when: which process of which node. */
  private record Promise(String node, long startedAt, long until) {
    boolean isTo(String otherNode, long otherStartedAt) {
      return node.equals(otherNode) && startedAt == otherStartedAt;
    }
  }

  /** What this node has been given. */
  private static final class Lease {
    private final Map<String, Long> given = new HashMap<>();

    /** Answers to earlier questions do not count: what they gave was given back. */
    private long firstRound = Long.MAX_VALUE;

    private int tries;
    private boolean held;
    private long until = Long.MIN_VALUE;
  }

  Leases(Nodes nodes, Moving moving, Peers peers) {
    this.self = nodes.self();
    this.startedAt = nodes.startedAt();
    // What a majority is, is known of nodes that stand in the placement alone.
    this.gives = !nodes.isInPool();
    int all = nodes.others().size() + (gives ? 1 : 0);
    this.majority = all / 2 + 1;
    int lower = (int) nodes.others().stream().filter(other -> other.compareTo(self) < 0).count();
    this.rank = gives ? lower : all + Math.floorMod(self.hashCode(), SPREAD);
    this.fence = moving.fenceAfter().toNanos();
    this.move = moving.moveAfter().toNanos();
    this.peers = peers;
  }

  /**
   * The application begins here.
   *
   * @param late whether an earlier process of this node may have been part of it
   */
  void begin(boolean late, long now) {
    promisesFrom = late ? now + move : now;
  }

  // What this node gives.

  /** Nobody may found another group while this node is in one. */
  void foundsNothing(boolean isMember) {
    foundsNothing = isMember;
  }

  private boolean gives(GuestKey guest, String node, long itsStart, long now) {
    if (!gives || now < promisesFrom || (foundsNothing && guest.equals(Movables.GROUP))) {
      return false;
    }
    Promise before = promises.get(guest);
    if (before != null && before.until() > now && !before.isTo(node, itsStart)) {
      return false;
    }
    promises.put(guest, new Promise(node, itsStart, now + move));
    return true;
  }

  private void takesBack(GuestKey guest, String node, long itsStart) {
    Promise promise = promises.get(guest);
    if (promise != null && promise.isTo(node, itsStart)) {
      promises.remove(guest);
    }
  }

  /** Another node asks. */
  void asked(Peer peer, PeerLease said, long now, List<Effect> out) {
    PeerLeased.Builder answer = PeerLeased.newBuilder().setRound(said.getRound());
    for (PeerInstance instance : said.getInstancesList()) {
      if (gives(key(instance), peer.node(), peer.startedAt(), now)) {
        answer.addInstances(instance);
      }
    }
    peer.tell(PeerMessage.newBuilder().setLeased(answer).build(), out);
  }

  /** Another node runs these no more. */
  void released(Peer peer, PeerReleased said) {
    said.getInstancesList()
        .forEach(instance -> takesBack(key(instance), peer.node(), peer.startedAt()));
  }

  // What it has.

  /** Asks for leave to run this guest, from the next round on. */
  void want(GuestKey guest, long now) {
    if (leases.putIfAbsent(guest, new Lease()) == null) {
      nextRound = Math.min(nextRound, now);
    }
  }

  /** It runs here no more, and is not to. */
  void release(GuestKey guest, List<Effect> out) {
    if (leases.remove(guest) != null) {
      giveBack(List.of(guest), out);
      findExpiry();
    }
  }

  private void giveBack(List<GuestKey> guests, List<Effect> out) {
    PeerReleased.Builder said = PeerReleased.newBuilder();
    for (GuestKey guest : guests) {
      takesBack(guest, self, startedAt);
      said.addInstances(instance(guest));
    }
    PeerMessage message = PeerMessage.newBuilder().setReleased(said).build();
    peers.named().forEach(peer -> peer.tell(message, out));
  }

  boolean holds(GuestKey guest) {
    Lease lease = leases.get(guest);
    return lease != null && lease.held;
  }

  /** Until when it may run; the distant past, if it may not. */
  long until(GuestKey guest) {
    Lease lease = leases.get(guest);
    return lease == null || !lease.held ? Long.MIN_VALUE : lease.until;
  }

  /** Asks the others again, when it is time to. */
  void ask(long now, List<Effect> out) {
    if (nextRound > now) {
      return;
    }
    round++;
    rounds.put(round, now);
    while (rounds.firstEntry().getValue() < now - fence) {
      rounds.pollFirstEntry();
    }
    PeerLease.Builder question = PeerLease.newBuilder().setRound(round);
    List<GuestKey> back = new ArrayList<>();
    boolean waits = false;
    for (Map.Entry<GuestKey, Lease> each : leases.entrySet()) {
      Lease lease = each.getValue();
      waits |= !lease.held;
      int turn = lease.held ? 0 : lease.tries++ % (TRIES + 1 + rank);
      if (turn == TRIES) {
        back.add(each.getKey());
        lease.given.clear();
        lease.firstRound = Long.MAX_VALUE;
      }
      if (turn < TRIES) {
        if (!lease.held && turn == 0) {
          lease.firstRound = round;
        }
        question.addInstances(instance(each.getKey()));
        if (gives(each.getKey(), self, startedAt, now)) {
          lease.given.put(self, now);
          count(lease);
        }
      }
    }
    if (!back.isEmpty()) {
      giveBack(back, out);
    }
    if (question.getInstancesCount() > 0) {
      PeerMessage message = PeerMessage.newBuilder().setLease(question).build();
      peers.named().forEach(peer -> peer.tell(message, out));
    }
    nextRound = leases.isEmpty() ? Long.MAX_VALUE : now + fence / (waits ? ASKING : RENEWALS);
    findExpiry();
  }

  /** Another node has answered. */
  void given(Peer peer, PeerLeased said) {
    Long sent = rounds.get(said.getRound());
    if (sent == null || !peers.isNamed(peer)) {
      return;
    }
    for (PeerInstance instance : said.getInstancesList()) {
      Lease lease = leases.get(key(instance));
      if (lease != null && said.getRound() >= lease.firstRound) {
        lease.given.merge(peer.node(), sent, Math::max);
        count(lease);
      }
    }
    findExpiry();
  }

  /** It lasts from when the last of a majority was asked. */
  private void count(Lease lease) {
    if (lease.given.size() >= majority) {
      List<Long> asked = new ArrayList<>(lease.given.values());
      asked.sort(Collections.reverseOrder());
      lease.until = asked.get(majority - 1) + fence;
    }
  }

  private void findExpiry() {
    expiry = Long.MAX_VALUE;
    for (Lease lease : leases.values()) {
      if (lease.held) {
        expiry = Math.min(expiry, lease.until);
      }
    }
  }

  /** What most nodes have given since this was last done is held from now on. */
  void takeNew(long now) {
    boolean taken = false;
    for (Lease lease : leases.values()) {
      if (!lease.held && lease.until > now) {
        lease.held = true;
        taken = true;
      }
    }
    if (taken) {
      findExpiry();
    }
  }

  /** When the first of them loses its leave, unless it is renewed. */
  long expiry() {
    return expiry;
  }

  /** Those whose leave is over. It is asked for again from now on. */
  List<GuestKey> takeExpired(long now) {
    List<GuestKey> taken = new ArrayList<>();
    for (Map.Entry<GuestKey, Lease> each : leases.entrySet()) {
      if (each.getValue().held && each.getValue().until <= now) {
        taken.add(each.getKey());
        each.setValue(new Lease());
      }
    }
    nextRound = Math.min(nextRound, now);
    findExpiry();
    return taken;
  }

  OptionalLong nextDeadline() {
    long next = Math.min(nextRound, expiry);
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  static GuestKey key(PeerInstance instance) {
    return new GuestKey(instance.getGuest(), instance.getInstance());
  }

  static PeerInstance instance(GuestKey key) {
    return PeerInstance.newBuilder().setGuest(key.name()).setInstance(key.instance()).build();
  }
}
