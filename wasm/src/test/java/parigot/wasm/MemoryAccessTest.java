package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled functions see their memory as it is at each access. */
@Timeout(60)
class MemoryAccessTest {
  /** Writes and reads the last eight bytes of the second page, and traps if it reads otherwise. */
  private static final String USE_OF_SECOND_PAGE =
      """
      (i64.store offset=8 (i32.const 131056) (i64.const 0x0102030405060708))
      (if (i64.ne (i64.load (i32.const 131064)) (i64.const 0x0102030405060708)) (then unreachable))
      (if (i32.ne (i32.load8_u offset=131071 (i32.const 0)) (i32.const 1)) (then unreachable))
      """;

  private static final String GROWING =
      """
      (type $void (func))
      (table 1 1 funcref)
      (elem (i32.const 0) $grow)
      (func $grow (drop (memory.grow (i32.const 1))))
      (func $far (call $grow))
      """;

  @TempDir Path folder;

  private Outcome run(String functions, String body) throws Exception {
    return Guests.load(folder, Guests.program(functions, body))
        .instantiate(Guests.settings(), List.of())
        .start();
  }

  /** Ways in which the memory may grow between two accesses of a function. */
  static Stream<String> growth() {
    return Stream.of(
        "(drop (memory.grow (i32.const 1)))",
        "(call $grow)",
        "(call $far)",
        "(call_indirect (type $void) (i32.const 0))");
  }

  @ParameterizedTest
  @MethodSource("growth")
  void aPageIsThereAsSoonAsTheMemoryHasGrown(String grow) throws Exception {
    String useOfFirst = "(i32.store (i32.const 0) (i32.const 1))";
    assertThat(run(GROWING, useOfFirst + grow + USE_OF_SECOND_PAGE))
        .isEqualTo(new Outcome.Returned());
    String inLoop =
        "(loop $again %s (br_if $again (i32.lt_u (memory.size) (i32.const 4))))".formatted(grow);
    assertThat(run(GROWING, useOfFirst + inLoop + USE_OF_SECOND_PAGE))
        .isEqualTo(new Outcome.Returned());
  }

  /** Accesses that begin or end outside of one page. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(drop (i32.load8_u (i32.const 65536)))",
        "(drop (i32.load16_u (i32.const 65535)))",
        "(drop (i32.load (i32.const 65533)))",
        "(drop (i64.load offset=65529 (i32.const 0)))",
        "(drop (f32.load (i32.const -1)))",
        "(drop (f64.load offset=1 (i32.const -1)))",
        "(drop (i32.load offset=0x80000000 (i32.const 0)))",
        "(drop (i32.load offset=0x80000001 (i32.const 0x7fffffff)))",
        "(drop (i32.load offset=0x7fffffff (i32.const 0x7fffffff)))",
        "(drop (i32.load offset=0xffffffff (i32.const 1)))",
        "(i32.store8 (i32.const 65536) (i32.const 1))",
        "(i32.store16 (i32.const 65535) (i32.const 1))",
        "(i32.store offset=65533 (i32.const 0) (i32.const 1))",
        "(i64.store (i32.const 65529) (i64.const 1))",
        "(f32.store (i32.const 65533) (f32.const 1))",
        "(f64.store offset=1 (i32.const -1) (f64.const 1))",
      })
  void whatIsOutsideTraps(String access) throws Exception {
    // The room that an array may have behind the memory is none of the guest's.
    assertThat(run("", access))
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trap -> assertThat(trap.reason()).contains("out of bounds memory access"));
  }
}
