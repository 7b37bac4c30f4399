package parigot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes the plain choice wherever that keeps a run failing: first for large pieces of the list,
 * then for smaller ones, and at last smaller numbers.
 */
final class Shrinking {
  private static final int MOST_RUNS = 1000;

  private final Function<List<Integer>, SimulatedRun> runs;
  private SimulatedRun best;
  private int tried;

  Shrinking(Function<List<Integer>, SimulatedRun> runs, SimulatedRun failed) {
    this.runs = runs;
    this.best = failed;
  }

  /** The plainest run that was found; it fails. */
  SimulatedRun shortest() {
    boolean better = true;
    while (better) {
      boolean plainer = plainPieces();
      boolean smaller = smallerNumbers();
      better = plainer || smaller;
    }
    return best;
  }

  /** How many runs it took. */
  int tried() {
    return tried;
  }

  private boolean plainPieces() {
    boolean better = false;
    for (int size = Math.max(1, best.choices().size()); size >= 1; size /= 2) {
      // From the end: what comes later depends on what came before, and not the other way round.
      for (int from = best.choices().size() - 1; from >= 0; from -= size) {
        int begin = Math.max(0, from - size + 1);
        List<Integer> plainer = new ArrayList<>(best.choices());
        if (begin >= plainer.size()) {
          continue;
        }
        List<Integer> piece = plainer.subList(begin, Math.min(from + 1, plainer.size()));
        if (piece.stream().anyMatch(choice -> choice != 0)) {
          piece.replaceAll(choice -> 0);
          better |= fails(plainer);
        }
      }
    }
    return better;
  }

  private boolean smallerNumbers() {
    boolean better = false;
    for (int at = 0; at < best.choices().size(); at++) {
      boolean again = true;
      while (again && at < best.choices().size() && best.choices().get(at) > 1) {
        List<Integer> smaller = new ArrayList<>(best.choices());
        smaller.set(at, smaller.get(at) / 2);
        again = fails(smaller);
        better |= again;
      }
    }
    return better;
  }

  private boolean fails(List<Integer> choices) {
    if (tried >= MOST_RUNS) {
      return false;
    }
    tried++;
    SimulatedRun run = runs.apply(choices);
    if (run.failed() && isPlainer(run.choices())) {
      best = run;
      return true;
    }
    return false;
  }

  /** Else it would go on for ever between two that are as good. */
  private boolean isPlainer(List<Integer> choices) {
    long decisions = decisions(choices);
    long before = decisions(best.choices());
    return decisions < before || (decisions == before && sum(choices) < sum(best.choices()));
  }

  private static long decisions(List<Integer> choices) {
    return choices.stream().filter(choice -> choice != 0).count();
  }

  private static long sum(List<Integer> choices) {
    return choices.stream().mapToLong(Integer::longValue).sum();
  }
}
