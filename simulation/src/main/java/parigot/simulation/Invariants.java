package parigot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must hold in each run of an application, as its author says: functions that look at what has
 * happened, and throw an {@link AssertionError} or another exception when it should not have.
 */
public final class Invariants {
  private final List<Check> always = new ArrayList<>();
  private final List<Check> eventually = new ArrayList<>();

  /** Something that must hold. */
  @FunctionalInterface
  public interface Check {
    /** Throws when it does not hold. */
    void look(Observation seen) throws Exception;
  }

  /** This must hold after each event. */
  public Invariants always(Check check) {
    always.add(check);
    return this;
  }

  /** This must hold once the application has come to its end. */
  public Invariants eventually(Check check) {
    eventually.add(check);
    return this;
  }

  Optional<String> afterAnEvent(Observation seen) {
    return always.isEmpty() ? Optional.empty() : firstBroken(always, seen);
  }

  Optional<String> atTheEnd(Observation seen) {
    return firstBroken(eventually, seen);
  }

  private static Optional<String> firstBroken(List<Check> checks, Observation seen) {
    for (Check check : checks) {
      try {
        check.look(seen);
      } catch (Exception | AssertionError broken) {
        return Optional.of(String.valueOf(broken.getMessage()).strip());
      }
    }
    return Optional.empty();
  }
}
