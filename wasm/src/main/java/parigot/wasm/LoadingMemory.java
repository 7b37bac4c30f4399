package parigot.wasm;

import java.util.concurrent.Semaphore;

/**
 * The part of the heap that modules are compiled in. Each takes what it is likely to need, and
 * waits until that is free: when memory is short they are compiled one after the other.
 */
final class LoadingMemory {
  private static final long UNIT = 1024 * 1024;

  /**
   * An instruction as the parser and the compiler keep it. With the other two a sixth more than the
   * smallest heap in which guests made by TeaVM and by clang could be compiled at all (80 MB for
   * 2.2 MB of wasm), which leaves the collector room.
   */
  private static final long BYTES_FOR_AN_INSTRUCTION = 120;

  /** A type, an import, a piece of data. */
  private static final long BYTES_FOR_AN_ITEM = 100;

  /** Copies of the module, its classes, and their jar. */
  private static final long BYTES_FOR_A_BYTE = 8;

  private final int units;
  private final Semaphore free;

  /** All that may be taken, of a heap of this size: the rest is for what lives on. */
  LoadingMemory(long heapBytes) {
    units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, heapBytes / UNIT * 6 / 10));
    free = new Semaphore(units, true);
  }

  /** How many units a module needs; never more than there are, for then it has to try with all. */
  int needed(int size, ModuleScan scan) {
    long bytes =
        size * BYTES_FOR_A_BYTE
            + scan.instructions() * BYTES_FOR_AN_INSTRUCTION
            + scan.items() * BYTES_FOR_AN_ITEM;
    return (int) Math.min(units, 1 + bytes / UNIT);
  }

  /** All units: whoever has them is alone. */
  int all() {
    return units;
  }

  /** Waits until so many units are free, and takes them. */
  void take(int needed) throws Refused {
    try {
      free.acquire(needed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("was not loaded, the loading was interrupted", e);
    }
  }

  void give(int taken) {
    free.release(taken);
  }
}
