package parigot.wasm;

/**
 * What an instance may still take of the host's memory, in bytes. Its linear memory, its tables and
 * whatever else grows with the module's own numbers take from it, on the guest's thread alone.
 */
final class Allotment {
  /**
   * What each instance may have beside its linear memory without its being counted, so that a limit
   * that is just the size of a small guest's memory is enough for it.
   */
  static final long FREE = 64 * 1024;

  private long left;

  Allotment(long left) {
    this.left = left;
  }

  long left() {
    return left;
  }

  /** Takes so many bytes, if they are there. */
  boolean take(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }
}
