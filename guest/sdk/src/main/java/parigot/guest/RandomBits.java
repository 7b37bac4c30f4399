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
    long high = nextInt();
    return high << Integer.SIZE | (nextInt() & 0xffff_ffffL);
  }

  private int nextInt() {
    byte[] from = bytes;
    int at = used;
    used = at + Integer.BYTES;
    return from[at] << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | (from[at + 3] & 0xff);
  }

  Id nextCall() {
    return Id.ofCall(nextLong(), nextLong());
  }
}
