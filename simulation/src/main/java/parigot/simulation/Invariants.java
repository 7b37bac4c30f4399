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
  private final List<AskingCheck> asksAlways = new ArrayList<>();
  private final List<AskingCheck> asksAtTheEnd = new ArrayList<>();

  /** Something that must hold. */
  @FunctionalInterface
  public interface Check {
    /** Throws when it does not hold. */
    void look(Observation seen) throws Exception;
  }

  /** Something that must hold, and is asked of the services themselves. */
  @FunctionalInterface
  public interface AskingCheck {
    /** Throws when it does not hold. */
    void look(Observation seen, Client client) throws Exception;
  }

  /**
   * This must hold after each event. What the client calls may not run yet: {@link
   * Client#isRunning}.
   */
  public Invariants always(AskingCheck check) {
    asksAlways.add(check);
    return this;
  }

  /**
   * This must hold once the application is about to end, while its servers still run, but for those
   * that have failed and are not started again.
   */
  public Invariants eventually(AskingCheck check) {
    asksAtTheEnd.add(check);
    return this;
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

  boolean ask() {
    return !asksAlways.isEmpty() || !asksAtTheEnd.isEmpty();
  }

  /** After an event, when services can be asked. */
  Optional<String> asked(Observation seen, Client client) {
    return firstBroken(with(client, asksAlways), seen);
  }

  /** Before the end, when services can still be asked. */
  Optional<String> askedAtTheEnd(Observation seen, Client client) {
    return firstBroken(with(client, asksAtTheEnd), seen);
  }

  private static List<Check> with(Client client, List<AskingCheck> checks) {
    return checks.stream().map(check -> (Check) seen -> check.look(seen, client)).toList();
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
