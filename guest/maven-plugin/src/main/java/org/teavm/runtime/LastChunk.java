package org.teavm.runtime;

import org.teavm.interop.Address;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Structure;
import org.teavm.interop.Unmanaged;

/**
 * Finds the piece of memory that ends a guest's heap, at which the heap grows. TeaVM's collector
 * keeps it while it moves objects, but not when it runs out of room to note where they go: then it
 * has a piece in the middle, and a heap that grows there grows over its own objects.
 *
 * <p>Runs in guests, called at the end of a collection. In this package because what it reads and
 * writes is only seen here.
 */
@StaticInit
@Unmanaged
public final class LastChunk {
  private LastChunk() {}

  /** Goes on from what the collector takes for the last piece, to the end of the heap. */
  public static void find() {
    Address end = GC.heapAddress().add(GC.availableBytes());
    FreeChunk last = GC.lastChunk;
    Address next = last.toAddress().add(size(last));
    while (next.isLessThan(end)) {
      last = next.toStructure();
      next = next.add(size(last));
    }
    GC.lastChunk = last;
  }

  private static int size(FreeChunk piece) {
    if (piece.classReference == 0) {
      return piece.size;
    }
    RuntimeObject object = piece.toAddress().toStructure();
    RuntimeClass type = RuntimeClass.getClass(object);
    if (type.itemType == null) {
      return type.size;
    }
    boolean primitive = (type.itemType.flags & RuntimeClass.PRIMITIVE) != 0;
    int itemSize = primitive ? type.itemType.size : Address.sizeOf();
    RuntimeArray array = piece.toAddress().toStructure();
    Address header = Address.fromInt(Structure.sizeOf(RuntimeArray.class));
    Address size = Address.align(header, itemSize).add(itemSize * array.size);
    return Address.align(size, Address.sizeOf()).toInt();
  }
}
