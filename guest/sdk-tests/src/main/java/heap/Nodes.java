package heap;

import java.util.Random;

/** So many nodes, which are replaced, joined and read at random. */
final class Nodes {
  private static final int SMALL = 24;
  private static final int LARGE_ONE_IN = 50;
  private static final int NEIGHBOURS = 3;
  private static final int KINDS_OF_STEPS = 10;

  private final Random random = new Random();
  private final Node[] nodes;
  private final int largest;
  private int made;
  private String problem;

  Nodes(int kept, int largest) {
    this.nodes = new Node[kept];
    this.largest = largest;
  }

  void step() {
    int at = random.nextInt(nodes.length);
    Node node = nodes[at];
    switch (node == null ? 0 : random.nextInt(KINDS_OF_STEPS)) {
      case 0, 1, 2, 3 -> replace(at);
      case 4, 5 -> node.refersTo(random.nextInt(NEIGHBOURS), newNode());
      case 6 -> node.watches(newNode());
      case 7 -> node.watches(someNode(node));
      case 8 -> node.refersTo(random.nextInt(NEIGHBOURS), someNode(node));
      default -> note(node.problem());
    }
  }

  private void replace(int at) {
    if (nodes[at] != null) {
      nodes[at].letGo();
    }
    nodes[at] = newNode();
    nodes[at].refersTo(0, someNode(nodes[at]));
  }

  private Node newNode() {
    boolean large = random.nextInt(LARGE_ONE_IN) == 0;
    return new Node(++made, random.nextInt(large ? largest : SMALL));
  }

  private Node someNode(Node otherwise) {
    Node node = nodes[random.nextInt(nodes.length)];
    return node == null ? otherwise : node;
  }

  private void note(String found) {
    if (problem == null) {
      problem = found;
    }
  }

  /** Reads all nodes, and says how many were made or what was wrong first. */
  String verify() {
    for (Node node : nodes) {
      note(node == null ? null : node.problem());
    }
    return problem == null ? made + " nodes are as they were made" : problem;
  }
}
