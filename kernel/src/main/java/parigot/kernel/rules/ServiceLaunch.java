package parigot.kernel.rules;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import parigot.kernel.Id;

/**
 * A service as a vertex of the dependency graph: what it exports and requires, and how far it has
 * come. The {@link DependencyGraph} alone changes it.
 */
final class ServiceLaunch {
  private final Set<Name> exports = new LinkedHashSet<>();
  private final Set<Name> requires = new LinkedHashSet<>();
  private Phase phase = Phase.REGISTERED;
  private Id call = Id.EMPTY;
  private long mayWaitUntil;
  private long asked;
  private int missing;

  /** How far a service has come. */
  enum Phase {
    REGISTERED,
    WAITING,
    RUNNING,
    /** Its launch was refused; it cannot ask again. */
    REFUSED
  }

  Set<Name> exports() {
    return Collections.unmodifiableSet(exports);
  }

  Set<Name> requires() {
    return Collections.unmodifiableSet(requires);
  }

  /** Whether it did not export that before. */
  boolean export(Name name) {
    return exports.add(name);
  }

  /** Whether it did not require that before. */
  boolean require(Name name) {
    return requires.add(name);
  }

  Phase phase() {
    return phase;
  }

  boolean is(Phase other) {
    return phase == other;
  }

  /**
   * It wants to run.
   *
   * @param until when it has waited too long
   * @param before how many had asked before
   * @param resolves the call that its launch resolves
   */
  void asks(Id resolves, long until, long before) {
    call = resolves;
    mayWaitUntil = until;
    asked = before;
    phase = Phase.WAITING;
  }

  /** It waits no more. */
  void becomes(Phase next) {
    missing = 0;
    phase = next;
  }

  /** The call that its launch resolves, once it has asked. */
  Id call() {
    return call;
  }

  /** Until when it may wait, unless that is before the first deadline. */
  long mayWaitUntil() {
    return mayWaitUntil;
  }

  /** How many had asked before. */
  long asked() {
    return asked;
  }

  /** While it waits: one more of the names that it requires is run by nobody. */
  void missesOneMore() {
    missing++;
  }

  void missesOneLess() {
    missing--;
  }

  /** Whether each name that it requires is run by somebody. */
  boolean missesNothing() {
    return missing == 0;
  }
}
