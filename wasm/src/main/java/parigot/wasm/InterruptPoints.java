package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Arrays;

/**
 * Before which calls a function asks whether it has been interrupted. It always asks at loops and
 * at calls through a table. Of the other calls, those ask that can lead back to where they are
 * made, and those of functions that do much in what they call: without them all a guest comes back
 * to a loop, to a call through a table or to its end after {@link #UNASKED} instructions or so.
 */
final class InterruptPoints {
  /** A millisecond, in compiled code. */
  private static final long UNASKED = 1_000_000;

  /** Of instructions that work on any number of bytes, and of what the host does. */
  private static final long OF_BULK = UNASKED / 4;

  private static final long OF_HOST = 1_000;

  private final int[][] callees;

  /** The group of functions that call each other in a circle that each function belongs to. */
  private final int[] group;

  private final boolean[] recursive;

  /** How many instructions there are at most until it asks or returns, when each loop asks. */
  private final long[] cost;

  private InterruptPoints(int functions) {
    callees = new int[functions][];
    group = new int[functions];
    recursive = new boolean[functions];
    cost = new long[functions];
  }

  static InterruptPoints of(WasmModule module) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    CodeSection code = module.codeSection();
    InterruptPoints points = new InterruptPoints(imported + code.functionBodyCount());
    Arrays.fill(points.callees, 0, imported, new int[0]);
    Arrays.fill(points.cost, 0, imported, OF_HOST);
    for (int i = 0; i < code.functionBodyCount(); i++) {
      points.read(imported + i, code.getFunctionBody(i).instructions());
    }
    points.group();
    return points;
  }

  /** Whether a function that calls another asks before. */
  boolean asks(int caller, int callee) {
    return cost[caller] > UNASKED || (group[caller] == group[callee] && recursive[caller]);
  }

  private void read(int function, Iterable<AnnotatedInstruction> instructions) {
    int[] called = new int[4];
    int count = 0;
    for (AnnotatedInstruction instruction : instructions) {
      cost[function]++;
      OpCode code = instruction.opcode();
      if (code == OpCode.CALL || code == OpCode.RETURN_CALL) {
        if (count == called.length) {
          called = Arrays.copyOf(called, 2 * count);
        }
        called[count++] = (int) instruction.operand(0);
      } else if (isBulk(code)) {
        cost[function] += OF_BULK;
      }
    }
    callees[function] = Arrays.copyOf(called, count);
  }

  private static boolean isBulk(OpCode code) {
    return switch (code) {
      case MEMORY_COPY, MEMORY_FILL, MEMORY_INIT, MEMORY_GROW -> true;
      case TABLE_COPY, TABLE_FILL, TABLE_INIT, TABLE_GROW -> true;
      case ARRAY_COPY, ARRAY_FILL, ARRAY_NEW, ARRAY_NEW_DEFAULT -> true;
      case ARRAY_NEW_DATA, ARRAY_NEW_ELEM, ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> true;
      default -> false;
    };
  }

  /**
   * Tarjan's algorithm, which finds a group when all groups that it calls are known; with a stack
   * of its own, as chains of calls are as long as a module wants them.
   */
  private void group() {
    int functions = callees.length;
    int[] index = new int[functions];
    int[] low = new int[functions];
    int[] next = new int[functions];
    boolean[] open = new boolean[functions];
    int[] path = new int[functions];
    int[] pending = new int[functions];
    int pendings = 0;
    int visited = 0;
    for (int root = 0; root < functions; root++) {
      if (index[root] != 0) {
        continue;
      }
      int depth = 0;
      path[0] = root;
      while (depth >= 0) {
        int function = path[depth];
        if (index[function] == 0) {
          index[function] = ++visited;
          low[function] = visited;
          open[function] = true;
          pending[pendings++] = function;
        }
        if (next[function] < callees[function].length) {
          int callee = callees[function][next[function]++];
          recursive[function] |= callee == function;
          if (index[callee] == 0) {
            path[++depth] = callee;
          } else if (open[callee]) {
            low[function] = Math.min(low[function], index[callee]);
          }
          continue;
        }
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[function]);
        }
        if (low[function] == index[function]) {
          int first = pendings;
          int member;
          do {
            member = pending[--first];
            open[member] = false;
            group[member] = function;
          } while (member != function);
          close(pending, first, pendings);
          pendings = first;
        }
      }
    }
  }

  /** A group of which all is known but what its functions cost. */
  private void close(int[] members, int from, int to) {
    for (int i = from; i < to; i++) {
      recursive[members[i]] |= to - from > 1;
    }
    for (int i = from; i < to; i++) {
      int function = members[i];
      long own = cost[function];
      long all = own;
      for (int callee : callees[function]) {
        if (group[callee] != group[function]) {
          all = Math.min(all + cost(callee), Long.MAX_VALUE / 2);
        }
      }
      cost[function] = all;
    }
  }

  /**
   * What a caller has of it: one that asks before its calls costs no more than what it may do
   * unasked.
   */
  private long cost(int callee) {
    return Math.min(cost[callee], UNASKED);
  }
}
