package parigot.kernel;

import static java.util.Objects.requireNonNull;

/**
 * What the operator lets one guest do to others. A breach is answered with {@code NotRequired} by
 * {@code locate_} and with {@code BadId} elsewhere.
 *
 * @param exports the names that it may export
 * @param requires the names that it may require, and locate
 * @param mayEndApplication whether it may end the application
 */
public record Grants(NamePatterns exports, NamePatterns requires, boolean mayEndApplication) {
  /** Everything, as the contract has it where no operator says otherwise. */
  public static final Grants ALL = new Grants(NamePatterns.ALL, NamePatterns.ALL, true);

  public Grants {
    requireNonNull(exports);
    requireNonNull(requires);
  }
}
