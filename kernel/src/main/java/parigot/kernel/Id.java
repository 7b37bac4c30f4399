package parigot.kernel;

import protosupport.v1.host.IdRaw;

/**
 * An identifier: 128 bits, of which the most significant byte is a letter that says what kind of
 * thing it identifies. Two ids are equal when all their bits are; nothing is ever normalized, for
 * guests fill bits that the host leaves zero.
 *
 * <p>Two values are special whatever their letter: the <em>zero</em> value means "no such thing",
 * the <em>empty</em> value means "somebody forgot to set it". Test for both before anything else.
 */
public record Id(long high, long low) {
  private static final long BELOW_LETTER = 0x0000_ffff_ffff_ffffL;
  private static final long RANDOM_HIGH = 0x0000_ffff_ffff_ffffL;

  /** An id without any bit: what an absent or an empty {@code IdRaw} reads as. */
  public static final Id EMPTY = new Id(0, 0);

  /** The method of a launch: what the completion of a launch names. */
  public static final Id LAUNCH_METHOD = wellKnown(IdKind.METHOD, 0xf0);

  /** The service that stands for exiting. */
  public static final Id EXIT_SERVICE = wellKnown(IdKind.SERVICE, 0xf1);

  /** The method of an exit. */
  public static final Id EXIT_METHOD = wellKnown(IdKind.METHOD, 0xf2);

  /** The method of a timer that is due. */
  public static final Id TIMER_METHOD = wellKnown(IdKind.METHOD, 0xf3);

  /** A new id of this kind from 112 random bits. */
  public static Id random(IdKind kind, IdSource source) {
    return new Id(
        ((long) kind.letter() << 56) | (source.nextLong() & RANDOM_HIGH), source.nextLong());
  }

  /** The id that a message carries. */
  public static Id of(IdRaw raw) {
    return new Id(raw.getHigh(), raw.getLow());
  }

  private static Id wellKnown(IdKind kind, int lastByte) {
    return new Id(((long) kind.letter() << 56) | 0x00ff_ffff_ffff_ffffL, ~0xffL | lastByte);
  }

  /** Whether this is the value that means "no such thing". It equals nothing a caller may use. */
  public boolean isZero() {
    return (high & BELOW_LETTER) == BELOW_LETTER && low == -1L;
  }

  /** Whether this is the value of an id that nobody set. */
  public boolean isEmpty() {
    return (high & BELOW_LETTER) == 0 && low == 0;
  }

  /** Whether this can identify something: neither zero nor empty, and with this kind's letter. */
  public boolean is(IdKind kind) {
    return !isZero() && !isEmpty() && (high >>> 56) == kind.letter();
  }

  // The generated ones of a record go through a call site that HotSpot does not always see through,
  // and a call compares and looks up some twenty ids.

  @Override
  public boolean equals(Object other) {
    return other instanceof Id id && id.low == low && id.high == high;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(low) * 31 + Long.hashCode(high);
  }

  /** The short print, as in {@code [host-a1b2]}: the kind and the low 16 bits. */
  public String print(IdKind kind) {
    if (isZero()) {
      return "[" + kind.shortName() + "-zero]";
    }
    if (isEmpty()) {
      return "[" + kind.shortName() + "-empty]";
    }
    return String.format("[%s-%04x]", kind.shortName(), low & 0xffff);
  }

  /** The long print: every bit but the letter's, in groups of hex digits. */
  public String printLong(IdKind kind) {
    return String.format(
        "%s-%06x-%08x:%08x-%04x-%04x",
        kind.shortName(),
        (high >>> 32) & 0xff_ffff,
        high & 0xffff_ffffL,
        low >>> 32,
        (low >>> 16) & 0xffff,
        low & 0xffff);
  }

  /** This id as it stands in a message. */
  public IdRaw raw() {
    return IdRaw.newBuilder().setHigh(high).setLow(low).build();
  }
}
