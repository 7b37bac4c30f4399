package parigot.kernel.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, Peer> peers = new TreeMap<>();
  private PeerStatus told = PeerStatus.getDefaultInstance();

  Peers(Nodes nodes, IdSource ids) {
    for (String node : nodes.others()) {
      peers.put(node, new Peer(Id.random(IdKind.HOST, ids), node, nodes.queue()));
    }
  }

  boolean areNone() {
    return peers.isEmpty();
  }

  /** One of the configured nodes. */
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
    return peers.values().stream().map(Peer::status);
  }

  /** Those that are not linked, or not ready. */
  List<String> missing() {
    return peers.values().stream()
        .filter(peer -> !peer.isLinked() || !peer.status().getReady())
        .map(Peer::node)
        .toList();
  }

  /** Whether some node has begun before, and each that is linked has said what it knows. */
  boolean haveBegun() {
    List<Peer> there = peers.values().stream().filter(Peer::isLinked).toList();
    return there.stream().anyMatch(peer -> peer.status().getBegun())
        && there.stream().allMatch(Peer::hasAnnounced);
  }

  @Override
  public boolean areSettled() {
    return peers.values().stream()
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
