package heap;

import java.lang.ref.WeakReference;

/** An object that knows what it and the objects that it refers to should be. */
final class Node {
  private static final int NEIGHBOURS = 3;

  private final int id;
  private final byte[] content;
  private final Node[] neighbours = new Node[NEIGHBOURS];
  private final int[] neighbourIds = new int[NEIGHBOURS];
  private final int identity;
  private WeakReference<Node> watched;
  private int watchedId;

  Node(int id, int size) {
    this.id = id;
    this.content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (id * 31 + i);
    }
    identity = System.identityHashCode(this);
  }

  void refersTo(int which, Node neighbour) {
    neighbours[which % NEIGHBOURS] = neighbour;
    neighbourIds[which % NEIGHBOURS] = neighbour.id;
  }

  void watches(Node node) {
    watched = new WeakReference<>(node);
    watchedId = node.id;
  }

  /** Lets go of its neighbours, so that what nobody else refers to can be collected. */
  void letGo() {
    for (int i = 0; i < NEIGHBOURS; i++) {
      neighbours[i] = null;
    }
  }

  /** Returns what is wrong with it, or null. */
  String problem() {
    for (int i = 0; i < content.length; i++) {
      if (content[i] != (byte) (id * 31 + i)) {
        return "node " + id + " has another content";
      }
    }
    if (System.identityHashCode(this) != identity) {
      return "node " + id + " has another hash code";
    }
    for (int i = 0; i < NEIGHBOURS; i++) {
      if (neighbours[i] != null && neighbours[i].id != neighbourIds[i]) {
        return "node " + id + " has another neighbour";
      }
    }
    Node seen = watched == null ? null : watched.get();
    return seen != null && seen.id != watchedId ? "node " + id + " watches another node" : null;
  }
}
