package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What WebAssembly leaves open of a NaN, its bits, is what the processor and the compiler make of
 * it. What it does not leave open is the same however the guest is run.
 */
@Timeout(60)
class NanTest {
  /** Tells its host what it has computed, which a replay compares. */
  private static final String MODULE =
      """
      (module
        (import "parigot" "register_" (func $tell (param i32 i32 i32 i32) (result i64)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\\01\\00\\00\\00\\00\\00\\f0\\7f")
        (func $compute (param $x f64) (param $y f64) (result i64)
          %s)
        (func (export "_start")
          (local $i i32) (local $x f64) (local $sum i64)
          (local.set $x (f64.load (i32.const 0)))
          (loop $again
            (local.set $sum
              (i64.add (i64.rotl (local.get $sum) (i64.const 7))
                (call $compute (local.get $x) (f64.convert_i32_u (local.get $i)))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $again (i32.lt_u (local.get $i) (i32.const 20000))))
          (i64.store (i32.const 64) (local.get $sum))
          (drop (call $tell (i32.const 8) (i32.const 64) (i32.const 1024) (i32.const 128)))
        )
      )
      """;

  @TempDir Path folder;

  private void assertSameHoweverItRuns(String compute) throws Exception {
    Path module =
        Files.write(folder.resolve("nan.wasm"), Wat2Wasm.parse(MODULE.formatted(compute)));
    Recorded recorded = new Recorded(folder.resolve("recordings")).guest("nan", "main", module);
    int unusedCodeOfOneThatNeverLaunched = recorded.run();

    for (List<ReplayReport> reports : List.of(recorded.replay(), recorded.interpret())) {
      assertThat(reports).hasSize(1);
      assertThat(reports.get(0).difference()).isEmpty();
    }
  }

  @Test
  void aNanThatIsMovedOrComparedOrCountedIsTheSame() throws Exception {
    assertSameHoweverItRuns(
        """
        (f64.store (i32.const 16) (local.get $x))
        (i64.xor (i64.load (i32.const 16))
          (i64.extend_i32_u (i32.add
            (f64.lt (f64.add (local.get $x) (local.get $y)) (local.get $y))
            (f64.ne (f64.min (local.get $x) (local.get $y)) (local.get $y)))))
        """);
  }

  @Test
  void whatAProgramMakesOfItsOwnNansIsTheSame() throws Exception {
    assertSameHoweverItRuns(
        """
        (local $r f64)
        (local.set $r (f64.sqrt (f64.sub (f64.mul (local.get $x) (local.get $y)) (local.get $y))))
        (select (i64.const 0x7ff8000000000000) (i64.reinterpret_f64 (local.get $r))
          (f64.ne (local.get $r) (local.get $r)))
        """);
  }
}
