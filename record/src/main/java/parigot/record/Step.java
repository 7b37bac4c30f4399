package parigot.record;

import java.time.Instant;

/**
 * One thing that happened between guests, or in one.
 *
 * @param from who did it: a guest's name, with its node where there are several; {@code outside}
 *     for what is no recorded guest
 * @param to whom it reached; empty for what concerns one guest alone
 * @param what the method, or what happened
 * @param message what was sent, readable; empty for nothing
 */
public record Step(Instant time, Kind kind, String from, String to, String what, String message) {

  /** What kind of thing. */
  public enum Kind {
    /** A call of a service. */
    CALL,
    /** Its result. */
    ANSWER,
    /** Its error. */
    ERROR,
    /** A call of a plugin, with what it answered. */
    PLUGIN,
    /** A line that the guest wrote. */
    LINE,
    /** The guest has launched, has ended, or is asked to end. */
    LIFE
  }
}
