package boutique.twin;

import protosupport.v1.host.IdRaw;

/** Ids of a process: they are its own, and mean nothing elsewhere. */
final class Ids {
  private static final int LETTER_SHIFT = 56;

  private long last;

  /**
   * The next one.
   *
   * @param letter of what it is an id, as the contract says
   */
  IdRaw next(char letter) {
    return IdRaw.newBuilder().setHigh((long) letter << LETTER_SHIFT).setLow(++last).build();
  }
}
