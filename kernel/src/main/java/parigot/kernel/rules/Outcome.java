package parigot.kernel.rules;

import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import parigot.kernel.ExitCode;
import parigot.kernel.GuestKind;
import parigot.kernel.Nodes;
import parigot.v1.host.PeerStatus;

/**
 * What has become of the guests: whether the application is over by itself, as all mains have ended
 * or nobody is left, and with which code.
 */
final class Outcome {
  private final Nodes nodes;
  private final Guests guests;
  private final Restarts restarts;
  private final Peers peers;

  /** Those that have ended to be replaced, and are about to be admitted again. */
  private final Set<GuestKey> replacing = new LinkedHashSet<>();

  private int mains;
  private int mainsLeft;
  private int mainsCode;
  private boolean serverFailed;

  Outcome(Nodes nodes, Guests guests, Restarts restarts, Peers peers) {
    this.nodes = nodes;
    this.guests = guests;
    this.restarts = restarts;
    this.peers = peers;
  }

  void admitted(Guest guest) {
    boolean isReplacement = replacing.remove(guest.program());
    if (guest.kind() == GuestKind.MAIN && !isReplacement) {
      mains++;
      mainsLeft++;
    }
  }

  /** The first code that is not 0 counts. */
  void mainEnded(int code) {
    mainsLeft--;
    mainsCode = mainsCode == 0 ? code : mainsCode;
  }

  void serverFailed() {
    serverFailed = true;
  }

  /** A guest has ended that is admitted again at once: it is the same one to all counts. */
  void isBeingReplaced(Guest guest) {
    replacing.add(guest.program());
  }

  /** Nobody is admitted any more. */
  void nobodyIsReplaced() {
    replacing.clear();
  }

  /** The code with which the application has ended by itself, on all nodes, if it has. */
  OptionalInt code() {
    if (haveAllMainsEnded()) {
      return OptionalInt.of(codeOfMains());
    }
    if (isNobodyLeft()) {
      boolean failed = serverFailed || peers.statuses().anyMatch(PeerStatus::getServerFailed);
      return OptionalInt.of(failed ? ExitCode.FAILED : 0);
    }
    return OptionalInt.empty();
  }

  /** On all nodes. One that has never been there may have some. */
  private boolean haveAllMainsEnded() {
    int all = mains + peers.statuses().mapToInt(PeerStatus::getMains).sum();
    return all > 0
        && mainsLeft == 0
        && peers.statuses().allMatch(node -> node.getBegun() && node.getMainsLeft() == 0);
  }

  /** The first that is not 0, in the order of the nodes' names. */
  private int codeOfMains() {
    TreeMap<String, Integer> codes = new TreeMap<>();
    codes.put(nodes.self(), mainsCode);
    peers.all().forEach(peer -> codes.put(peer.node(), peer.status().getCode()));
    return codes.values().stream().filter(code -> code != 0).findFirst().orElse(0);
  }

  private boolean isNobodyLeft() {
    return nodes.moving().isEmpty()
        && guests.takingPart().isEmpty()
        && !restarts.isPending()
        && peers.statuses().allMatch(node -> node.getBegun() && !node.getGuestsLeft());
  }

  /** How this node's guests stand, for the other nodes. */
  PeerStatus.Builder status() {
    return PeerStatus.newBuilder()
        .setMains(mains)
        .setMainsLeft(mainsLeft)
        .setCode(mainsCode)
        .setGuestsLeft(!guests.takingPart().isEmpty() || restarts.isPending())
        .setServerFailed(serverFailed);
  }

  boolean isEmpty() {
    return replacing.isEmpty();
  }
}
