package parigot.maven;

import java.util.List;
import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import org.teavm.interop.Unmanaged;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.runtime.Allocator;
import org.teavm.runtime.GC;
import org.teavm.runtime.RuntimeArray;
import org.teavm.runtime.RuntimeClass;

/**
 * Holds the objects that TeaVM's own runtime makes while it makes others. A method that is not
 * managed keeps nothing from the collector, and two kinds of them make an object and go on to
 * allocate: those that throw what no {@code throw} throws, whose exception takes the stack's trace,
 * and the one that makes arrays of arrays. A collection in between freed the exception, and no
 * {@code catch} knew the class of what was there then; or it freed the outer array, which was
 * overwritten some time later.
 */
final class HeldObjects implements ClassHolderTransformer {
  private static final String UNMANAGED = Unmanaged.class.getName();
  private static final List<String> THROWING =
      List.of(
          "throwClassCastException",
          "throwNullPointerException",
          "throwArrayIndexOutOfBoundsException");

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    switch (type.getName()) {
      case "org.teavm.runtime.ExceptionHandling" -> THROWING.forEach(name -> manage(type, name));
      case "org.teavm.runtime.Allocator" ->
          new Transplant(OfAllocator.class, type, context).replaceMethods(type);
      default -> {}
    }
  }

  private static void manage(ClassHolder type, String name) {
    MethodHolder method = type.getMethod(new MethodDescriptor(name, void.class));
    if (method == null || method.getAnnotations().get(UNMANAGED) == null) {
      throw new IllegalStateException(
          type.getName() + " is not the one of the TeaVM that this was made for");
    }
    method.getAnnotations().remove(UNMANAGED);
  }

  /** Compiled into guests. */
  static final class OfAllocator {
    /** More than a module of 32 bits can have, and less than what overflows on the way to it. */
    private static final int TOO_LARGE = 0x7000_0000;

    private OfAllocator() {}

    public static Address allocateArray(RuntimeClass type, int size) {
      int itemSize =
          (type.itemType.flags & RuntimeClass.PRIMITIVE) != 0
              ? type.itemType.size
              : Address.sizeOf();
      if ((long) itemSize * size >= TOO_LARGE) {
        GC.alloc(TOO_LARGE);
      }
      int start =
          Address.align(Address.fromInt(Structure.sizeOf(RuntimeArray.class)), itemSize).toInt();
      int bytes = Address.align(Address.fromInt(start + itemSize * size), Address.sizeOf()).toInt();
      Address made = GC.alloc(bytes).toAddress();
      Address.fillZero(made, bytes);
      RuntimeArray array = made.toStructure();
      array.classReference = type.pack();
      array.size = size;
      return made;
    }

    public static RuntimeArray allocateMultiArray(
        RuntimeClass type, Address dimensions, int dimensionCount) {
      return Address.ofObject(OfArrays.make(type, dimensions, dimensionCount)).toStructure();
    }
  }

  /** Compiled into guests. It is managed, which holds the objects that are its variables. */
  static final class OfArrays {
    private OfArrays() {}

    static Object make(RuntimeClass type, Address dimensions, int count) {
      int size = dimensions.getInt();
      Object array = array(type, size);
      if (count > 1) {
        for (int i = 0; i < size; i++) {
          put(array, i, make(type.itemType, dimensions.add(Address.sizeOf()), count - 1));
        }
      }
      return array;
    }

    /** Managed too: what is not may not allocate below one that is. */
    private static Object array(RuntimeClass type, int size) {
      return Allocator.allocateArray(type, size);
    }

    @Unmanaged
    private static void put(Object array, int at, Object item) {
      Address items = Address.ofObject(array).add(RuntimeArray.class, 1);
      items = Address.align(items, Address.sizeOf()).add(at * Address.sizeOf());
      items.putAddress(Address.ofObject(item));
    }
  }
}
