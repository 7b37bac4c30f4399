package parigot.wasm;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How compiled functions read and write their memory. It is public for them alone, which are
 * classes of another loader, and is no API.
 *
 * <p>A function keeps the memory's array and its size in variables of its own, and fetches them
 * anew after whatever may have made it grow. So an access is a comparison and a load, and asks no
 * object for anything. An address is a base and an offset, both without a sign, and neither a base
 * nor an offset with its highest bit set is inside any memory.
 */
@SuppressWarnings("MissingJavadocMethod") // named as Chicory's, which they stand for
public final class MemoryAccess {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private MemoryAccess() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** The array in which a guest's memory lies now. */
  public static byte[] bytes(Memory memory) {
    return ((LinearMemory) memory).bytes;
  }

  /** How much of the array is the memory, in bytes. */
  public static int size(Memory memory) {
    return ((LinearMemory) memory).size;
  }

  private static int at(int base, int offset) {
    if (base < 0) {
      return base;
    }
    return offset < 0 ? offset : base + offset;
  }

  /** What a guest traps with that reads or writes where there is no memory. */
  static WasmRuntimeException outside(int address, int length, int size) {
    return new WasmRuntimeException(
        "out of bounds memory access: %d bytes at address %d, the memory has %d"
            .formatted(Integer.toUnsignedLong(length), Integer.toUnsignedLong(address), size));
  }

  public static byte memoryReadByte(int base, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at >= size) {
      throw outside(at, Byte.BYTES, size);
    }
    return bytes[at];
  }

  public static short memoryReadShort(int base, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Short.BYTES) {
      throw outside(at, Short.BYTES, size);
    }
    return (short) SHORT.get(bytes, at);
  }

  public static int memoryReadInt(int base, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Integer.BYTES) {
      throw outside(at, Integer.BYTES, size);
    }
    return (int) INT.get(bytes, at);
  }

  public static long memoryReadLong(int base, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Long.BYTES) {
      throw outside(at, Long.BYTES, size);
    }
    return (long) LONG.get(bytes, at);
  }

  public static float memoryReadFloat(int base, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Float.BYTES) {
      throw outside(at, Float.BYTES, size);
    }
    return (float) FLOAT.get(bytes, at);
  }

  public static double memoryReadDouble(int base, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Double.BYTES) {
      throw outside(at, Double.BYTES, size);
    }
    return (double) DOUBLE.get(bytes, at);
  }

  public static void memoryWriteByte(int base, byte value, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at >= size) {
      throw outside(at, Byte.BYTES, size);
    }
    bytes[at] = value;
  }

  public static void memoryWriteShort(int base, short value, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Short.BYTES) {
      throw outside(at, Short.BYTES, size);
    }
    SHORT.set(bytes, at, value);
  }

  public static void memoryWriteInt(int base, int value, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Integer.BYTES) {
      throw outside(at, Integer.BYTES, size);
    }
    INT.set(bytes, at, value);
  }

  public static void memoryWriteLong(int base, long value, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Long.BYTES) {
      throw outside(at, Long.BYTES, size);
    }
    LONG.set(bytes, at, value);
  }

  public static void memoryWriteFloat(int base, float value, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Float.BYTES) {
      throw outside(at, Float.BYTES, size);
    }
    FLOAT.set(bytes, at, value);
  }

  public static void memoryWriteDouble(int base, double value, int offset, byte[] bytes, int size) {
    int at = at(base, offset);
    if (at < 0 || at > size - Double.BYTES) {
      throw outside(at, Double.BYTES, size);
    }
    DOUBLE.set(bytes, at, value);
  }
}
