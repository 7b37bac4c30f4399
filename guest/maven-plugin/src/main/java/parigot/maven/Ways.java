package parigot.maven;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.teavm.common.DominatorTree;
import org.teavm.common.Graph;
import org.teavm.common.GraphUtils;
import org.teavm.model.Program;
import org.teavm.model.util.ProgramUtils;

/**
 * The ways through a program. An exception leaves a block somewhere in it, so what a block has done
 * at its end is not done for who catches.
 */
final class Ways {
  private final DominatorTree dominators;
  private final Graph dominated;

  Ways(Program program) {
    // Each block is two nodes, its beginning and its end.
    Graph ways = ProgramUtils.buildControlFlowGraph2(program);
    dominators = GraphUtils.buildDominatorTree(ways);
    dominated = GraphUtils.buildDominatorGraph(dominators, ways.size());
  }

  /** Whether each way to a block comes from the end of an earlier one, or is in that one. */
  boolean isAfter(int earlier, int block) {
    return earlier == block || dominators.dominates(earlier * 2 + 1, block * 2);
  }

  /** The blocks, each behind all that are on every way to it. */
  List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    Deque<Integer> next = new ArrayDeque<>();
    for (int node = 0; node < dominated.size(); node++) {
      if (dominated.incomingEdgesCount(node) == 0) {
        next.push(node);
      }
    }
    while (!next.isEmpty()) {
      int node = next.pop();
      if (node % 2 == 0) {
        order.add(node / 2);
      }
      for (int following : dominated.outgoingEdges(node)) {
        next.push(following);
      }
    }
    return order;
  }
}
