package parigot.guest;

import protosupport.v1.IdRaw;

/** An identifier of the kernel's: a host, a service, a method, a call. Compared bit for bit. */
record Id(long high, long low) {
  /** What launching is called, where a method is expected. */
  static final Id LAUNCH_METHOD = wellKnownMethod(0xf0);

  /** The service that stands for exiting when a guest has none of its own. */
  static final Id EXIT_SERVICE = new Id(0x73ff_ffff_ffff_ffffL, ~0xffL | 0xf1);

  /** What exiting is called, where a method is expected. */
  static final Id EXIT_METHOD = wellKnownMethod(0xf2);

  private static final long CALL_LETTER = (long) 'c' << 56;
  private static final long BELOW_THE_LETTER = 0x00ff_ffff_ffff_ffffL;

  private static Id wellKnownMethod(int lastByte) {
    return new Id(((long) 'm' << 56) | BELOW_THE_LETTER, ~0xffL | lastByte);
  }

  /** The id of a call, from 128 random bits. */
  static Id ofCall(long randomHigh, long randomLow) {
    return new Id(CALL_LETTER | (randomHigh & BELOW_THE_LETTER), randomLow);
  }

  static Id of(IdRaw raw) {
    return new Id(raw.getHigh(), raw.getLow());
  }

  IdRaw raw() {
    return IdRaw.newBuilder().setHigh(high).setLow(low).build();
  }

  /** Whether somebody forgot to set it, whatever its letter. */
  boolean isEmpty() {
    return (high & 0xffff_ffff_ffffL) == 0 && low == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Id id && id.high == high && id.low == low;
  }

  /** Ids are random, so a part of one is as good a hash as any. */
  @Override
  public int hashCode() {
    return (int) low;
  }
}
