package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.ModuleWriter;

/** What an instance takes of the host's memory beside its linear memory counts too. */
@Timeout(60)
class HostMemoryTest {
  private static final long PAGE = 65_536;

  @TempDir Path folder;

  private GuestInstance instance(CompiledModule module, long limit) throws ModuleException {
    return module.instantiate(
        Guests.settings(new TestClockAndRandom(1), new Guests.Written(), limit), List.of());
  }

  private void assertRefused(CompiledModule module, long limit, String why) {
    assertThatThrownBy(() -> instance(module, limit))
        .isInstanceOf(ModuleException.class)
        .hasMessage(module.file() + " " + why);
  }

  @Test
  void theTablesThatAModuleBeginsWithCount() throws Exception {
    CompiledModule module =
        Guests.load(folder, Guests.program("(table 60000 funcref)".repeat(16), ""));
    assertRefused(
        module,
        PAGE,
        "begins with 65,536 bytes of memory, 7,680,000 of tables and 140 of other things, more than"
            + " its limit of 65,536 bytes");
    assertThat(instance(module, 8_000_000).start()).isEqualTo(new Outcome.Returned());
  }

  @Test
  void theGlobalVariablesCount() throws Exception {
    ModuleWriter globals = ModuleWriter.part().unsigned(100_000);
    for (int i = 0; i < 100_000; i++) {
      globals.bytes(0x7f, 1, 0x41, 0, 0x0b);
    }
    byte[] module =
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, ModuleWriter.programType())
            .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
            .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
            .section(ModuleWriter.GLOBAL, globals.toBytes())
            .programExports()
            .section(ModuleWriter.CODE, new byte[] {1, 2, 0, 0x0b})
            .toBytes();
    assertRefused(
        Guests.load(folder, module),
        PAGE,
        "begins with 65,536 bytes of memory, 0 of tables and 5,600,140 of other things, more than"
            + " its limit of 65,536 bytes");
  }

  @Test
  void aTableGrowsAsFarAsTheLimitAllows() throws Exception {
    CompiledModule module =
        Guests.load(
            folder,
            Guests.program(
                "(table $t 0 funcref)",
                """
                (i32.store (i32.const 0) (table.grow $t (ref.null func) (i32.const 8000)))
                (i32.store (i32.const 4) (table.grow $t (ref.null func) (i32.const 300)))
                (i32.store (i32.const 8) (table.grow $t (ref.null func) (i32.const 0x7fffffff)))
                (i32.store (i32.const 12) (memory.grow (i32.const 1)))
                (i32.store (i32.const 16) (table.size $t))
                """));
    GuestInstance guest = instance(module, PAGE);
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().readInt(0)).isZero();
    assertThat(guest.memory().readInt(4)).isEqualTo(-1);
    assertThat(guest.memory().readInt(8)).isEqualTo(-1);
    assertThat(guest.memory().readInt(12)).isEqualTo(-1);
    assertThat(guest.memory().readInt(16)).isEqualTo(8_000);
  }

  @Test
  void memoryAndTablesHaveOneLimit() throws Exception {
    CompiledModule module =
        Guests.load(
            folder,
            Guests.program(
                "(table $t 0 funcref)",
                """
                (i32.store (i32.const 0) (table.grow $t (ref.null func) (i32.const 9000)))
                (i32.store (i32.const 4) (memory.grow (i32.const 3)))
                (i32.store (i32.const 8) (memory.grow (i32.const 2)))
                """));
    GuestInstance guest = instance(module, 4 * PAGE);
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().readInt(0)).isZero();
    assertThat(guest.memory().readInt(4)).isEqualTo(-1);
    assertThat(guest.memory().readInt(8)).isEqualTo(1);
  }

  @Test
  void whatAnInstanceMayGrowToHasItsTablesInIt() throws Exception {
    String module = "(module (memory (export \"memory\") 1 2) %s (func (export \"_start\")))";
    assertThat(Guests.load(folder, module.formatted("")).largestMemory(1 << 30))
        .isEqualTo(2 * PAGE);
    assertThat(
            Guests.load(folder, module.formatted("(table 1000 100000 funcref)"))
                .largestMemory(1 << 30))
        .isEqualTo(2 * PAGE + 800_000 + 140 - PAGE);
  }

  @Test
  void dataThatAreInTheMemoryFromTheStartCannotBeCopiedAgain() throws Exception {
    CompiledModule module =
        Guests.load(
            folder,
            """
            (module
              (memory (export "memory") 1)
              (data $d (i32.const 16) "abc")
              (func (export "_start")
                (memory.init $d (i32.const 0) (i32.const 0) (i32.const 0))
                (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))))
            """);
    assertThat(instance(module, PAGE).start())
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped -> assertThat(trapped.reason()).contains("out of bounds memory access"));
  }
}
