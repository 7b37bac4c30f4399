package parigot.simulation;

import java.util.List;
import java.util.Optional;

/**
 * A run of a simulated application, once it is over.
 *
 * @param choices what was left open, as it was chosen: a run with the same choices is the same
 * @param trace what happened
 * @param output what mains wrote on their standard output
 * @param exitCode what the application ended with; empty when it did not end
 * @param memories what the guests' memories came to, when that was to be {@linkplain
 *     Simulation#hashingMemory looked at}
 * @param problems what went wrong, a sentence for each
 */
public record SimulatedRun(
    List<Integer> choices,
    Trace trace,
    String output,
    Optional<Integer> exitCode,
    List<Memory> memories,
    List<String> problems) {
  public SimulatedRun {
    choices = List.copyOf(choices);
    memories = List.copyOf(memories);
    problems = List.copyOf(problems);
  }

  /**
   * What a guest was at the end of a life.
   *
   * @param hash a checksum of its memory, its globals and its tables
   */
  public record Memory(String guest, int hash) {}

  /** Whether anything went wrong. */
  public boolean failed() {
    return !problems.isEmpty();
  }
}
