package parigot.maven;

import org.teavm.backend.wasm.WasmHeap;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;

/**
 * Ends a guest whose calls go too deep with a sentence. TeaVM 0.13.1 keeps the objects of all calls
 * that have not returned on a stack of its own, in 256 KiB before the heap, and writes on into the
 * heap when it is full.
 */
final class BoundedStack implements ClassHolderTransformer {
  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals("org.teavm.backend.wasm.WasmRuntime")) {
      new Transplant(OfRuntime.class, type, context).replaceMethods(type);
    }
  }

  /** Compiled into guests. */
  static final class OfRuntime {
    private static final int WORD = 2;

    private OfRuntime() {}

    /** The stack's frames, each of which begins and ends with a word about it. */
    @Unmanaged
    public static Address allocStack(int size) {
      Address frame = WasmHeap.stack.add(1 << WORD);
      Address end = frame.add((size << WORD) + (1 << WORD));
      if (!end.isLessThan(WasmHeap.heapAddress)) {
        Host.stackFull();
      }
      end.putInt(size);
      WasmHeap.stack = end;
      return frame;
    }
  }

  /** What ends the guest. */
  static final class Host {
    private Host() {}

    @Import(module = "teavm", name = "stackFull")
    @Unmanaged
    static native void stackFull();
  }
}
