package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.ModuleWriter;

/** What guests get that use proposals which run here, though not as elsewhere. */
@Timeout(60)
class ProposalsTest {
  private static final byte[] ONE_PAGE = {1, 0, 1};
  private static final byte[] ONE_SHARED_PAGE = {1, 3, 1, 1};
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;

  @TempDir Path folder;

  private final TestClockAndRandom clockAndRandom = new TestClockAndRandom(1);

  @Test
  void aWaitInASharedMemoryTakesItsTimeSinceNobodyCanEndIt() throws Exception {
    assertThat(waits(ONE_SHARED_PAGE, 0, 5_000_000, TIMED_OUT)).isEqualTo(new Outcome.Returned());
    assertThat(clockAndRandom.sleeps).containsExactly(Duration.ofMillis(5));
  }

  @Test
  void aWaitForAnotherValueThanThereIsTakesNoTime() throws Exception {
    assertThat(waits(ONE_SHARED_PAGE, 7, -1, NOT_EQUAL)).isEqualTo(new Outcome.Returned());
    assertThat(clockAndRandom.sleeps).isEmpty();
  }

  @Test
  void aWaitWithoutEndTraps() throws Exception {
    assertThat(reason(waits(ONE_SHARED_PAGE, 0, -1, TIMED_OUT)))
        .contains("waits without end for another thread, and a guest has none but its own");
  }

  @Test
  void aWaitInAMemoryThatIsNotSharedTraps() throws Exception {
    assertThat(reason(waits(ONE_PAGE, 0, 0, TIMED_OUT)))
        .contains("waits in a memory that is not shared");
  }

  /** Waits at 0, whose value is 0, and traps unless the wait gives this. */
  private Outcome waits(byte[] memory, int expected, long nanos, int result) throws Exception {
    byte[] start =
        ModuleWriter.part()
            .bytes(0, 0x41, 0, 0x41, expected, 0x42)
            .signed(nanos)
            .bytes(0xfe, 1, 2, 0)
            .bytes(0x41, result, 0x47, 0x04, 0x40, 0x00, 0x0b, 0x0b)
            .toBytes();
    return run(
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, ModuleWriter.programType())
            .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
            .section(ModuleWriter.MEMORY, memory)
            .programExports()
            .section(ModuleWriter.CODE, ModuleWriter.part().bytes(1).sized(start).toBytes()));
  }

  @Test
  void tailCallsTakeNoStack() throws Exception {
    assertThat(tailCalls(3_000_000)).isEqualTo(new Outcome.Returned());
  }

  private Outcome tailCalls(int times) throws Exception {
    byte[] start = ModuleWriter.part().bytes(0, 0x41).signed(times).bytes(0x10, 1, 0x0b).toBytes();
    byte[] countDown =
        ModuleWriter.part()
            .bytes(0, 0x20, 0, 0x04, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x12, 1, 0x0b, 0x0b)
            .toBytes();
    return run(
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, new byte[] {2, 0x60, 0, 0, 0x60, 1, 0x7f, 0})
            .section(ModuleWriter.FUNCTION, new byte[] {2, 0, 1})
            .section(ModuleWriter.MEMORY, ONE_PAGE)
            .programExports()
            .section(
                ModuleWriter.CODE,
                ModuleWriter.part().bytes(2).sized(start).sized(countDown).toBytes()));
  }

  /** An empty piece of data is one too many where its address is outside the memory. */
  @Test
  void emptyDataOutsideTheMemoryAreRefused() throws Exception {
    ModuleWriter data = ModuleWriter.part().bytes(2, 0, 0x41, 0, 0x0b, 1, 7);
    data.bytes(0, 0x41).signed(65_537).bytes(0x0b, 0);
    byte[] module =
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, ModuleWriter.programType())
            .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
            .section(ModuleWriter.MEMORY, ONE_PAGE)
            .programExports()
            .section(ModuleWriter.CODE, ModuleWriter.part().bytes(1, 2, 0, 0x0b).toBytes())
            .section(ModuleWriter.DATA, data.toBytes())
            .toBytes();
    CompiledModule loaded = Guests.load(folder, module);
    assertThatThrownBy(() -> loaded.instantiate(Guests.settings(clockAndRandom), List.of()))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("out of bounds memory access");
  }

  private Outcome run(ModuleWriter module) throws Exception {
    return Guests.load(folder, module.toBytes())
        .instantiate(Guests.settings(clockAndRandom), List.of())
        .start();
  }

  private static String reason(Outcome outcome) {
    return ((Outcome.Trapped) outcome).reason();
  }
}
