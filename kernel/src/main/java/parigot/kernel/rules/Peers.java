package parigot.kernel.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import parigot.kernel.Effect;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.IdSource;
import parigot.kernel.Identities;
import parigot.kernel.Nodes;
import parigot.kernel.ServiceName;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerStatus;

/** The other nodes: how they stand, and what is told to them of this one. */
final class Peers implements Launches.Others {
  /** How many nodes of pools are remembered that are away. */
  private static final int REMEMBERED = 100;

  private final Map<String, Peer> peers = new TreeMap<>();
  private final Set<String> named;
  private final boolean isInPool;
  private final long queue;
  private final IdSource ids;
  private PeerStatus told = PeerStatus.getDefaultInstance();

  Peers(Nodes nodes, IdSource ids) {
    this.named = Set.copyOf(nodes.others());
    this.isInPool = nodes.isInPool();
    this.queue = nodes.queue();
    this.ids = ids;
    nodes.others().forEach(this::add);
  }

  private Peer add(String node) {
    Peer peer = new Peer(Id.random(IdKind.HOST, ids), node, queue);
    peers.put(node, peer);
    return peer;
  }

  boolean areNone() {
    return peers.isEmpty();
  }

  /** A node with which a session begins: one that was not known is of a pool. */
  Peer linked(String node) {
    Peer known = peers.get(node);
    if (known != null) {
      return known;
    }
    List<Peer> away =
        ofPools()
            .filter(peer -> !peer.isLinked())
            .sorted(Comparator.comparingLong(Peer::startedAt))
            .toList();
    // What ran there runs elsewhere, and with the same ids.
    away.stream()
        .limit(Math.max(0, away.size() - REMEMBERED + 1))
        .forEach(peer -> peers.remove(peer.node()));
    return add(node);
  }

  /** Those that the placement names. */
  Stream<Peer> named() {
    return peers.values().stream().filter(peer -> named.contains(peer.node()));
  }

  private Stream<Peer> ofPools() {
    return peers.values().stream().filter(peer -> !named.contains(peer.node()));
  }

  /** Those that are there or are to be: one of a pool that is away may be gone for good. */
  Stream<Peer> expected() {
    return peers.values().stream().filter(peer -> named.contains(peer.node()) || peer.isLinked());
  }

  /** Whether this is a node that the placement names. */
  boolean isNamed(Peer peer) {
    return named.contains(peer.node());
  }

  /** One of the nodes that are known. */
  Peer get(String node) {
    Peer peer = peers.get(node);
    if (peer == null) {
      throw new IllegalArgumentException("There is no node %s.".formatted(node));
    }
    return peer;
  }

  /** In the order of their names. */
  Collection<Peer> all() {
    return peers.values();
  }

  Stream<PeerStatus> statuses() {
    return expected().map(Peer::status);
  }

  /** Those that are not linked, or not ready. */
  List<String> missing() {
    return named()
        .filter(peer -> !peer.isLinked() || !peer.status().getReady())
        .map(Peer::node)
        .toList();
  }

  /**
   * Whether this node may begin with the others: one of a pool comes to those that have, and to no
   * start.
   */
  boolean areComplete() {
    return !isInPool && missing().isEmpty();
  }

  /**
   * Whether some node has begun before, and each that is linked has said what it knows. Those of
   * pools do not count: one that has yet to say it would hide that others have begun.
   */
  boolean haveBegun() {
    List<Peer> there = named().filter(Peer::isLinked).toList();
    return there.stream().anyMatch(peer -> peer.status().getBegun())
        && there.stream().allMatch(Peer::hasAnnounced);
  }

  @Override
  public boolean areSettled() {
    return expected()
        .allMatch(peer -> peer.isLinked() && peer.hasAnnounced() && peer.status().getSettled());
  }

  /**
   * Whether calls from other nodes wait for an answer, or may be under way to this one.
   *
   * @param leaving whether the others were told that this node takes no more
   */
  boolean callHere(boolean leaving) {
    return peers.values().stream()
        .anyMatch(
            peer ->
                peer.calls().hasMade() || (peer.isLinked() && leaving && !peer.hasSeenLeaving()));
  }

  /** The service with this id, when it is on a node that is away, or its guest is. */
  Optional<Service> away(Id service) {
    return peers.values().stream()
        .map(peer -> peer.away(service))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Forgets on which nodes a service was. Its movable guest registers it anew, here or elsewhere,
   * and this node may not have heard yet that the guest has ended there.
   */
  void forget(Id service, Services services, List<Effect> out) {
    Optional<Service> known = services.find(service);
    if (known.isPresent() && known.get().host() instanceof Peer other) {
      other.drop(known.get());
      services.remove(known.get(), false, out);
    }
    peers.values().forEach(peer -> peer.forget(service));
  }

  /** The ids that a movable guest's names have had on other nodes, those used last at the end. */
  List<Identities> known(GuestKey program) {
    return peers.values().stream()
        .flatMap(
            peer ->
                peer
                    .known()
                    .getOrDefault(program, Collections.emptyNavigableMap())
                    .entrySet()
                    .stream())
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  private void tellAll(PeerMessage message, List<Effect> out) {
    peers.values().forEach(peer -> peer.tell(message, out));
  }

  /** Says how this node stands, when that has changed. */
  void tell(PeerStatus status, List<Effect> out) {
    if (!status.equals(told)) {
      told = status;
      tellAll(PeerMessages.status(status), out);
    }
  }

  /** What was said last of how this node stands. */
  PeerStatus told() {
    return told;
  }

  void registered(Service service, GuestSpec spec, List<Effect> out) {
    if (!areNone()) {
      tellAll(PeerMessages.registered(service, spec), out);
    }
  }

  void bound(Service service, String name, Id method, List<Effect> out) {
    if (!areNone()) {
      tellAll(PeerMessages.bound(service, name, method), out);
    }
  }

  void exported(Service service, List<ServiceName> names, List<Effect> out) {
    if (!areNone()) {
      tellAll(PeerMessages.exported(service, names), out);
    }
  }

  void required(Service service, List<ServiceName> names, List<Effect> out) {
    if (!areNone()) {
      tellAll(PeerMessages.required(service, names), out);
    }
  }

  /** A service of this node has come further. */
  void phase(Service service, List<Effect> out) {
    if (!areNone() && !service.isRemote()) {
      tellAll(PeerMessages.phase(service), out);
    }
  }

  @Override
  public void refused(Service service, List<Effect> out) {
    phase(service, out);
  }

  @Override
  public void cycle(Deadlock deadlock, String sentence, List<Effect> out) {
    if (!areNone()) {
      tellAll(PeerMessages.cycle(deadlock, sentence), out);
    }
  }

  /** A guest of this node has ended. */
  void ended(Guest guest, boolean restarts, List<Effect> out) {
    if (!areNone() && !guest.services().isEmpty()) {
      tellAll(PeerMessages.ended(guest.label(), guest.services(), restarts), out);
    }
  }

  void leaving(List<Effect> out) {
    tellAll(PeerMessages.LEAVING, out);
  }

  void endApplication(int code, boolean byExit, List<Effect> out) {
    tellAll(PeerMessages.endApplication(code, byExit), out);
  }

  boolean isEmpty() {
    return peers.values().stream()
        .allMatch(peer -> !peer.calls().hasMade() && !peer.calls().isServing() && !peer.isLinked());
  }
}
