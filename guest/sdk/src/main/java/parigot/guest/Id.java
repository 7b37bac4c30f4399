package parigot.guest;

import parigot.message.MessageReader;
import parigot.message.MessageWriter;

/** An identifier of the kernel's: a host, a service, a method, a call. Compared bit for bit. */
record Id(long high, long low) {
  /** What stands for an id that nobody has set. */
  static final Id EMPTY = new Id(0, 0);

  /** What launching is called, where a method is expected. */
  static final Id LAUNCH_METHOD = wellKnownMethod(0xf0);

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

  /** Reads a field that is an id. */
  static Id read(MessageReader in) {
    long high = 0;
    long low = 0;
    int outer = in.enterMessage();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case 1 -> high = in.readInt64();
        case 2 -> low = in.readInt64();
        default -> in.skipField(tag);
      }
    }
    in.leaveMessage(outer);
    return new Id(high, low);
  }

  /** Writes it as a field. */
  void write(MessageWriter out, int number) {
    int end = out.size();
    out.writeInt64(2, low);
    out.writeInt64(1, high);
    out.endMessage(number, end);
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
