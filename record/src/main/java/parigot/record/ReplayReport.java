package parigot.record;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came of the replay of one life.
 *
 * @param events how many events the guest was given
 * @param hashes how many checksums of its memory were compared, and were equal
 * @param difference where it first did something else
 * @param ending how the life went on or ended, a clause: {@code exited with code 0}
 * @param tornAt where the file is torn, if it is
 * @param blankedAt the event from which on secrets were blanked when it was recorded, if they were:
 *     from there on nothing is compared
 */
public record ReplayReport(
    LifeFile life,
    long events,
    long hashes,
    Optional<Difference> difference,
    String ending,
    OptionalLong tornAt,
    OptionalLong blankedAt) {

  /** Whether the guest did what it did when it was recorded. */
  public boolean isSame() {
    return difference.isEmpty();
  }
}
