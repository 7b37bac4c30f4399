package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our memory beside Chicory's own: whatever ordinary is done to the two, they answer alike. */
class LinearMemoryTest {
  private static final int STEPS = 5_000;
  private static final int MAXIMUM = 12;
  private static final int PAGES = 100;
  private static final String OUTSIDE = "outside";

  private static LinearMemory memory(MemoryLimits limits) {
    return new LinearMemory(limits, new Allotment(Long.MAX_VALUE / 2), new TestClockAndRandom(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOperationsHaveTheResultsThatChicorysMemoryHas(long seed) {
    Random random = new Random(seed);
    MemoryLimits limits = new MemoryLimits(random.nextInt(3), MAXIMUM);
    Memory ours = memory(limits);
    Memory theirs = new ByteArrayMemory(limits);
    DataSegment[] segments = {
      new PassiveDataSegment(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}), PassiveDataSegment.EMPTY
    };
    ours.initialize(null, segments.clone());
    theirs.initialize(null, segments.clone());

    for (int step = 0; step < STEPS; step++) {
      Function<Memory, Object> operation = operation(random, ours.pages());
      assertThat(result(operation, ours))
          .as("step %d of seed %d", step, seed)
          .isEqualTo(result(operation, theirs));
    }
    assertThat(ours.pages()).isEqualTo(theirs.pages());
    int size = Memory.bytes(ours.pages());
    assertThat(ours.readBytes(0, size)).isEqualTo(theirs.readBytes(0, size));
  }

  @Test
  void aMemoryThatGrowsPageByPageKeepsItsContentAndBeginsEachPageWithZeros() {
    LinearMemory memory = memory(new MemoryLimits(1, PAGES));
    for (int page = 0; page < PAGES; page++) {
      assertThat(memory.pages()).isEqualTo(page + 1);
      int begin = Memory.bytes(page);
      assertThat(memory.readBytes(begin, Memory.PAGE_SIZE)).isEqualTo(pageOf(0));
      memory.fill((byte) (page + 1), begin, begin + Memory.PAGE_SIZE);
      assertThat(memory.grow(1)).isEqualTo(page == PAGES - 1 ? -1 : page + 1);
    }
    for (int page = 0; page < PAGES; page++) {
      assertThat(memory.readBytes(Memory.bytes(page), Memory.PAGE_SIZE))
          .isEqualTo(pageOf(page + 1));
    }
  }

  private static byte[] pageOf(int value) {
    byte[] page = new byte[Memory.PAGE_SIZE];
    Arrays.fill(page, (byte) value);
    return page;
  }

  @Test
  void aSmallMemoryTakesLittleBesideItsPagesWhateverItMayGrowTo() {
    int count = 1_000;
    LinearMemory[] memories = new LinearMemory[count];
    long before = used();
    try {
      Arrays.setAll(memories, i -> memory(new MemoryLimits(1, Memory.RUNTIME_MAX_PAGES)));
      long each = (used() - before) / count - Memory.PAGE_SIZE;
      assertThat(each).isLessThan(1024);
    } finally {
      Reference.reachabilityFence(memories);
    }
  }

  @Test
  void anAtomicOperationIsAnOrdinaryOneAndGivesWhatWasThereBefore() {
    Random random = new Random(1);
    LinearMemory memory = memory(new MemoryLimits(1, 1));
    ByteBuffer expected = ByteBuffer.allocate(Memory.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    // Often enough for HotSpot to compile it, which once made of such an exchange a broken one.
    for (int step = 0; step < 80_000; step++) {
      int address = random.nextInt(Memory.PAGE_SIZE / Long.BYTES) * Long.BYTES;
      long value = random.nextLong();
      long before = expected.getLong(address);
      switch (step % 4) {
        case 0 -> {
          assertThat(memory.atomicXchgByte(address, (byte) value)).isEqualTo((byte) before);
          expected.put(address, (byte) value);
        }
        case 1 -> {
          assertThat(memory.atomicAddInt(address, (int) value)).isEqualTo((int) before);
          expected.putInt(address, (int) before + (int) value);
        }
        case 2 -> {
          assertThat(memory.atomicCmpxchgLong(address, before, value)).isEqualTo(before);
          expected.putLong(address, value);
        }
        default ->
            assertThat(memory.atomicCmpxchgLong(address, before + 1, value)).isEqualTo(before);
      }
    }
    assertThat(memory.readBytes(0, Memory.PAGE_SIZE)).isEqualTo(expected.array());
  }

  private static long used() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }

  /** An operation on the memory, mostly near a place where something begins or ends. */
  private static Function<Memory, Object> operation(Random random, int pages) {
    int address = address(random, pages);
    int other = address(random, pages);
    int length = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(70_000);
    long value = random.nextLong();
    List<Function<Memory, Object>> operations =
        List.of(
            m -> m.read(address),
            m -> m.readShort(address),
            m -> m.readU16(address),
            m -> m.readInt(address),
            m -> m.readLong(address),
            m -> Float.floatToRawIntBits(m.readFloat(address)),
            m -> Double.doubleToRawLongBits(m.readDouble(address)),
            m -> m.readF32(address),
            m -> m.readF64(address),
            m -> done(() -> m.writeByte(address, (byte) value)),
            m -> done(() -> m.writeShort(address, (short) value)),
            m -> done(() -> m.writeI32(address, (int) value)),
            m -> done(() -> m.writeLong(address, value)),
            m -> done(() -> m.writeF32(address, Float.intBitsToFloat((int) value))),
            m -> done(() -> m.writeF64(address, Double.longBitsToDouble(value))),
            m -> Arrays.hashCode(m.readBytes(address, length)),
            m -> done(() -> m.write(address, new byte[] {5, 6, 7}, length % 4, 2)),
            m -> done(() -> m.fill((byte) value, address, address + length)),
            m -> done(() -> m.copy(address, other, length)),
            m -> done(() -> m.initPassiveSegment(0, address, length % 12, 3)),
            m -> m.pages(),
            m -> m.maximumPages());
    if (random.nextInt(200) == 0) {
      int more = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3);
      return m -> m.grow(more);
    }
    return operations.get(random.nextInt(operations.size()));
  }

  private static int address(Random random, int pages) {
    return switch (random.nextInt(4)) {
      case 0 -> Memory.bytes(random.nextInt(pages + 2)) + random.nextInt(20) - 10;
      case 1 -> random.nextInt(20) - 10;
      case 2 -> random.nextInt();
      default -> random.nextInt(Memory.bytes(pages + 1));
    };
  }

  private static Object done(Runnable action) {
    action.run();
    return "done";
  }

  private static Object result(Function<Memory, Object> operation, Memory memory) {
    try {
      return operation.apply(memory);
    } catch (WasmRuntimeException e) {
      assertThat(e).hasMessageStartingWith("out of bounds memory access");
      return OUTSIDE;
    } catch (ChicoryException e) {
      return e.getClass();
    }
  }
}
