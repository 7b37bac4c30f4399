package parigot.kernel.rules;

import java.util.Arrays;

/** A directed graph of vertices 0 to n-1, as far as finding rings in it needs. */
final class Digraph {
  private static final int NONE = -1;

  private final int[][] arcs;

  /**
   * @param arcs for each vertex, those that it points to
   */
  Digraph(int[][] arcs) {
    this.arcs = arcs;
  }

  /** Which vertices stand in a ring. Linear, and without recursion: a chain may be long. */
  boolean[] inRing() {
    int n = arcs.length;
    boolean[] inRing = new boolean[n];
    int[] order = new int[n];
    int[] lowest = new int[n];
    int[] nextArc = new int[n];
    boolean[] onStack = new boolean[n];
    IntStack stack = new IntStack(n);
    IntStack path = new IntStack(n);
    int visited = 0;
    for (int root = 0; root < n; root++) {
      if (order[root] != 0) {
        continue;
      }
      path.push(root);
      while (!path.isEmpty()) {
        int v = path.top();
        if (order[v] == 0) {
          order[v] = ++visited;
          lowest[v] = order[v];
          stack.push(v);
          onStack[v] = true;
        }
        if (nextArc[v] < arcs[v].length) {
          int w = arcs[v][nextArc[v]++];
          if (order[w] == 0) {
            path.push(w);
          } else if (onStack[w]) {
            lowest[v] = Math.min(lowest[v], order[w]);
            inRing[v] |= v == w;
          }
          continue;
        }
        path.pop();
        if (!path.isEmpty()) {
          lowest[path.top()] = Math.min(lowest[path.top()], lowest[v]);
        }
        if (lowest[v] == order[v]) {
          closeComponent(v, stack, onStack, inRing);
        }
      }
    }
    return inRing;
  }

  private static void closeComponent(int root, IntStack stack, boolean[] onStack, boolean[] rings) {
    boolean several = stack.top() != root;
    int w;
    do {
      w = stack.pop();
      onStack[w] = false;
      rings[w] |= several;
    } while (w != root);
  }

  /**
   * A shortest ring through any of these vertices, beginning with the first of them that has one,
   * or nothing. A vertex whose rings are known is taken out, and with it all that then stands in no
   * ring, so a single ring costs no more than it is long.
   */
  int[] shortestRing(int[] starts) {
    Remaining remaining = new Remaining(arcs, inRing());
    int[] reachedFrom = new int[arcs.length];
    int[] parent = new int[arcs.length];
    Arrays.fill(reachedFrom, NONE);
    int[] best = new int[0];
    for (int start : starts) {
      if (remaining.has(start)) {
        int longest = best.length == 0 ? Integer.MAX_VALUE : best.length - 1;
        int last = search(start, longest, remaining, reachedFrom, parent);
        if (last != NONE) {
          best = path(start, last, parent);
        }
        remaining.remove(start);
      }
    }
    return best;
  }

  /** The last vertex of the shortest ring through the start that has at most so many vertices. */
  private int search(int start, int longest, Remaining remaining, int[] reachedFrom, int[] parent) {
    int[] queue = {start};
    reachedFrom[start] = start;
    for (int length = 1; length <= longest && queue.length > 0; length++) {
      IntStack next = new IntStack(queue.length);
      for (int v : queue) {
        for (int w : arcs[v]) {
          if (w == start) {
            return v;
          }
          if (remaining.has(w) && reachedFrom[w] != start) {
            reachedFrom[w] = start;
            parent[w] = v;
            next.push(w);
          }
        }
      }
      queue = next.toArray();
    }
    return NONE;
  }

  private static int[] path(int start, int last, int[] parent) {
    IntStack backwards = new IntStack(8);
    for (int v = last; v != start; v = parent[v]) {
      backwards.push(v);
    }
    backwards.push(start);
    int[] path = backwards.toArray();
    for (int i = 0, j = path.length - 1; i < j; i++, j--) {
      int other = path[i];
      path[i] = path[j];
      path[j] = other;
    }
    return path;
  }

  /** The vertices that may still stand in a ring: each has an arc in and an arc out. */
  private static final class Remaining {
    private final int[][] arcs;
    private final int[][] back;
    private final int[] in;
    private final int[] out;
    private final boolean[] left;

    Remaining(int[][] arcs, boolean[] left) {
      int n = arcs.length;
      this.arcs = arcs;
      this.left = left;
      this.in = new int[n];
      this.out = new int[n];
      for (int v = 0; v < n; v++) {
        for (int w : arcs[v]) {
          if (left[v] && left[w]) {
            in[w]++;
            out[v]++;
          }
        }
      }
      this.back = new int[n][];
      for (int v = 0; v < n; v++) {
        back[v] = new int[in[v]];
      }
      int[] filled = new int[n];
      for (int v = 0; v < n; v++) {
        for (int w : arcs[v]) {
          if (left[v] && left[w]) {
            back[w][filled[w]++] = v;
          }
        }
      }
    }

    boolean has(int v) {
      return left[v];
    }

    void remove(int vertex) {
      IntStack gone = new IntStack(8);
      left[vertex] = false;
      gone.push(vertex);
      while (!gone.isEmpty()) {
        int v = gone.pop();
        for (int w : arcs[v]) {
          if (left[w] && --in[w] == 0) {
            left[w] = false;
            gone.push(w);
          }
        }
        for (int u : back[v]) {
          if (left[u] && --out[u] == 0) {
            left[u] = false;
            gone.push(u);
          }
        }
      }
    }
  }

  private static final class IntStack {
    private int[] values;
    private int size;

    IntStack(int capacity) {
      values = new int[Math.max(1, capacity)];
    }

    void push(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    int pop() {
      return values[--size];
    }

    int top() {
      return values[size - 1];
    }

    boolean isEmpty() {
      return size == 0;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
