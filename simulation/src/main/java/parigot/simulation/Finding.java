package parigot.simulation;

import java.util.List;

/**
 * A run in which something went wrong.
 *
 * @param seed what it was made from
 * @param run the run of that seed
 * @param shortest the plainest run in which something goes wrong too that was found
 * @param tried how many runs that took
 */
public record Finding(long seed, SimulatedRun run, SimulatedRun shortest, int tried) {

  /** How many choices of the shortest run are not the plain ones. */
  public long decisions() {
    return shortest.choices().stream().filter(choice -> choice != 0).count();
  }

  /** How many were not in the run that was found. */
  public long decisionsBefore() {
    return run.choices().stream().filter(choice -> choice != 0).count();
  }

  /** What goes wrong in the shortest run. */
  public List<String> problems() {
    return shortest.problems();
  }
}
