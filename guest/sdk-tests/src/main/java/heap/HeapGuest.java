package heap;

import parigot.guest.Future;
import parigot.guest.Guest;

/**
 * Fills, changes and empties its heap at random, and looks whether its objects stay what they are.
 * Its arguments: how many steps to take, how many nodes to keep, and how many bytes the largest of
 * them may have.
 */
public final class HeapGuest {
  private HeapGuest() {}

  /** Starts it. */
  public static void main(String[] args) {
    int steps = Integer.parseInt(args[0]);
    int kept = Integer.parseInt(args[1]);
    int largest = Integer.parseInt(args[2]);
    Guest.named("heap")
        .main(
            guest -> {
              Nodes nodes = new Nodes(kept, largest);
              for (int step = 0; step < steps; step++) {
                nodes.step();
              }
              System.out.println(nodes.verify());
              return Future.of(0);
            })
        .start();
  }
}
