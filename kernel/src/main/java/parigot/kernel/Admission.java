package parigot.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the kernel says of a guest that it has admitted: all that the guest's own half, its {@code
 * SystemCalls}, is made from, wherever that is.
 *
 * @param host the id of the guest's host
 * @param spec what was admitted
 * @param number how many were admitted before
 * @param seed of the ids of its services and methods
 * @param named what the ids of its services and methods follow from, when they are to be the same
 *     wherever it runs
 * @param identities the ids that its names had in its earlier lives, for the guest's thread alone
 *     once it runs
 */
public record Admission(
    Id host,
    GuestSpec spec,
    int number,
    SeededIds.Seed seed,
    Optional<NamedIds> named,
    Identities identities) {
  public Admission {
    requireNonNull(host);
    requireNonNull(spec);
    requireNonNull(seed);
    requireNonNull(named);
    requireNonNull(identities);
  }
}
