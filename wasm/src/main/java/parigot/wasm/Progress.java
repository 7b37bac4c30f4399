package parigot.wasm;

/**
 * How much of a module's compilation is done, in percent. Written by one thread, read by others.
 */
final class Progress {
  private static final int PARSED = 20;
  private static final int TRIED = 30;
  private static final int COMPILED = 95;

  private volatile int percent;

  int percent() {
    return percent;
  }

  void parsed() {
    reached(PARSED);
  }

  /** It is known which functions are too large. */
  void tried() {
    reached(TRIED);
  }

  /** The compiler sometimes begins again: then nothing is said until it is where it was. */
  void compiled(long functions, long ofAll) {
    reached(TRIED + (int) ((COMPILED - TRIED) * Math.min(functions, ofAll) / Math.max(1, ofAll)));
  }

  private void reached(int now) {
    percent = Math.max(percent, now);
  }
}
