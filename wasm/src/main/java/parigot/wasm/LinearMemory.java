package parigot.wasm;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import com.google.protobuf.ByteString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Checksum;
import parigot.v1.host.GuestPage;
import parigot.v1.host.GuestState;

/**
 * The linear memory of one instance, in one array: an access is a comparison and a load, and a
 * small memory takes little beside its pages, whatever it may grow to. Compiled functions access
 * the array by {@link MemoryAccess}.
 *
 * <p>A guest has one thread, so even a memory that it calls shared is its own alone: its atomic
 * operations are ordinary ones, and nobody ends a wait before its time is over. Only {@link #pages}
 * may be called while another thread runs the guest.
 */
final class LinearMemory implements Memory {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;

  private static final byte[] NO_PAGE = new byte[GuestMemory.PAGE];

  private final Allotment allotment;
  private final ClockAndRandom clockAndRandom;
  private final boolean shared;
  private final int initialPages;
  private final int maximumPages;

  /** The memory's content, and behind it room for growth that no address reaches. */
  byte[] bytes;

  /** The memory's size in bytes. */
  int size;

  /** The same in pages, for other threads. */
  private volatile int pages;

  /** How many pages the guest was last refused, since it was last forgotten; 0 is none. */
  private int refusedPages;

  private DataSegment[] segments = {};

  /**
   * Makes a memory whose first pages have been taken of what the instance may have.
   *
   * @param clockAndRandom whose time passes when the guest waits
   */
  LinearMemory(MemoryLimits limits, Allotment allotment, ClockAndRandom clockAndRandom) {
    this.allotment = allotment;
    this.clockAndRandom = clockAndRandom;
    shared = limits.shared();
    initialPages = limits.initialPages();
    maximumPages = Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
    pages = initialPages;
    size = Memory.bytes(initialPages);
    bytes = new byte[size];
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return maximumPages;
  }

  @Override
  public int grow(int more) {
    int before = pages;
    if (more < 0
        || more > maximumPages - before
        || !allotment.take((long) more * GuestMemory.PAGE)) {
      refusedPages = more;
      return -1;
    }
    int needed = Memory.bytes(before + more);
    if (needed > bytes.length) {
      // Guests grow page by page: without room to spare each time would copy all there is.
      long most = Math.min(Memory.bytes(maximumPages), needed + allotment.left());
      long spacious = Math.min(bytes.length + bytes.length / 4L, most);
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, spacious));
    }
    size = needed;
    pages = before + more;
    return before;
  }

  /** How many pages the guest was last refused because it has a limit; 0 when it was not. */
  long refusedPages() {
    return Integer.toUnsignedLong(refusedPages);
  }

  void forgetRefusal() {
    refusedPages = 0;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
    segments = dataSegments;
    for (DataSegment segment : dataSegments) {
      if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
        byte[] data = active.data();
        int offset =
            (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        if (isOutside(offset, data.length)) {
          throw new UninstantiableException(outside(offset, data.length).getMessage());
        }
        System.arraycopy(data, 0, bytes, offset, data.length);
      }
    }
  }

  @Override
  public void initPassiveSegment(int segment, int address, int offset, int length) {
    // An active segment has been dropped once its data are in the memory.
    DataSegment data = segments[segment];
    write(
        address,
        data instanceof PassiveDataSegment ? data.data() : PassiveDataSegment.EMPTY.data(),
        offset,
        length);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  @Override
  public void zero() {
    // Nothing has been written before an instance is initialized.
  }

  @Override
  public void write(int address, byte[] data, int offset, int length) {
    if (offset < 0 || length < 0 || offset > data.length - length) {
      throw new WasmRuntimeException(
          "out of bounds memory access: %d bytes at offset %d of %d bytes of data"
              .formatted(length, offset, data.length));
    }
    require(address, length);
    System.arraycopy(data, offset, bytes, address, length);
  }

  /** Writes bytes that may lie in several pieces. */
  void write(int address, ByteString data) {
    require(address, data.size());
    data.copyTo(bytes, address);
  }

  @Override
  public byte[] readBytes(int address, int length) {
    require(address, length);
    return Arrays.copyOfRange(bytes, address, address + length);
  }

  @Override
  public void fill(byte value, int from, int to) {
    require(from, to - from);
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void copy(int to, int from, int length) {
    require(to, length);
    require(from, length);
    System.arraycopy(bytes, from, bytes, to, length);
  }

  /** Adds what it holds to a state. */
  void take(GuestState.Builder state) {
    state.setPages(pages);
    for (int number = 0; number < pages; number++) {
      int from = number * GuestMemory.PAGE;
      if (Arrays.mismatch(bytes, from, from + GuestMemory.PAGE, NO_PAGE, 0, NO_PAGE.length) >= 0) {
        state.addPage(
            GuestPage.newBuilder()
                .setNumber(number)
                .setContent(ByteString.copyFrom(bytes, from, GuestMemory.PAGE)));
      }
    }
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].equals(PassiveDataSegment.EMPTY)) {
        state.addDroppedData(i);
      }
    }
  }

  /** Holds what is in a state, and nothing else. */
  void give(GuestState state) {
    int more = state.getPages() - pages;
    if (more < 0 || (more > 0 && grow(more) < 0)) {
      throw new IllegalArgumentException("there is no room for its memory");
    }
    Arrays.fill(bytes, 0, size, (byte) 0);
    for (GuestPage page : state.getPageList()) {
      write(page.getNumber() * GuestMemory.PAGE, page.getContent());
    }
    state.getDroppedDataList().forEach(this::drop);
  }

  /** Adds its content to a checksum. */
  void addTo(Checksum checksum) {
    checksum.update(bytes, 0, size);
  }

  @Override
  public byte read(int address) {
    require(address, Byte.BYTES);
    return bytes[address];
  }

  @Override
  public void writeByte(int address, byte value) {
    require(address, Byte.BYTES);
    bytes[address] = value;
  }

  @Override
  public short readShort(int address) {
    require(address, Short.BYTES);
    return (short) SHORT.get(bytes, address);
  }

  @Override
  public long readU16(int address) {
    return Short.toUnsignedLong(readShort(address));
  }

  @Override
  public void writeShort(int address, short value) {
    require(address, Short.BYTES);
    SHORT.set(bytes, address, value);
  }

  @Override
  public int readInt(int address) {
    require(address, Integer.BYTES);
    return (int) INT.get(bytes, address);
  }

  @Override
  public void writeI32(int address, int value) {
    require(address, Integer.BYTES);
    INT.set(bytes, address, value);
  }

  @Override
  public long readLong(int address) {
    require(address, Long.BYTES);
    return (long) LONG.get(bytes, address);
  }

  @Override
  public void writeLong(int address, long value) {
    require(address, Long.BYTES);
    LONG.set(bytes, address, value);
  }

  @Override
  public float readFloat(int address) {
    require(address, Float.BYTES);
    return (float) FLOAT.get(bytes, address);
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public void writeF32(int address, float value) {
    require(address, Float.BYTES);
    FLOAT.set(bytes, address, value);
  }

  @Override
  public double readDouble(int address) {
    require(address, Double.BYTES);
    return (double) DOUBLE.get(bytes, address);
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public void writeF64(int address, double value) {
    require(address, Double.BYTES);
    DOUBLE.set(bytes, address, value);
  }

  @Override
  public boolean shared() {
    return shared;
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    return this;
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    return waitFor(timeout, readInt(address) == expected);
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    return waitFor(timeout, readLong(address) == expected);
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int most) {
    return 0;
  }

  private int waitFor(long timeout, boolean equal) {
    if (!shared) {
      throw new ChicoryException("waits in a memory that is not shared");
    }
    if (!equal) {
      return NOT_EQUAL;
    }
    if (timeout < 0) {
      throw new ChicoryException(
          "waits without end for another thread, and a guest has none but its own");
    }
    try {
      clockAndRandom.sleep(Duration.ofNanos(timeout));
    } catch (InterruptedException e) {
      throw new GuestInterrupted();
    }
    return TIMED_OUT;
  }

  private void require(int address, int length) {
    if (isOutside(address, length)) {
      throw outside(address, length);
    }
  }

  private boolean isOutside(int address, int length) {
    return address < 0 || length < 0 || address > size - length;
  }

  private WasmRuntimeException outside(int address, int length) {
    return MemoryAccess.outside(address, length, size);
  }
}
