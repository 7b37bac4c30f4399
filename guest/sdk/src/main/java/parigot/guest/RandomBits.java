package parigot.guest;

/** Random bits from the host, which are fetched many at a time. */
final class RandomBits {
  private static final int FETCHED = 512;

  private final Host host;
  private final byte[] bytes = new byte[FETCHED];
  private int used = FETCHED;

  RandomBits(Host host) {
    this.host = host;
  }

  long nextLong() {
    if (used == FETCHED) {
      host.random(bytes);
      used = 0;
    }
    long bits = 0;
    for (int end = used + Long.BYTES; used < end; used++) {
      bits = (bits << Byte.SIZE) | (bytes[used] & 0xff);
    }
    return bits;
  }

  Id nextCall() {
    return Id.ofCall(nextLong(), nextLong());
  }
}
