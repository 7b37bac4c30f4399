package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of functions that nothing compiles to machine code. */
@Timeout(120)
@Tag("once")
class SlowFunctionsTest {
  /** Enough to pass HotSpot's 8,000 bytes, not enough to pass Java's 65,535. */
  private static final int LONG = 2_000;

  private static final int TOO_LARGE = 12_000;

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() {
    folder = new GuestFolder(temporary);
  }

  @Test
  void aFunctionThatHotSpotLeavesToItsInterpreterIsNamedInEveryRun() throws Exception {
    application(LONG);
    for (String run : List.of("cold", "cached")) {
      assertThat(said("-XX:+DontCompileHugeMethods"))
          .as(run)
          .containsExactly(
              "TIME WARN  parigot %s: the function number 1 will run some fifteen times slower,"
                      .formatted(temporary.resolve("slow.wasm"))
                  + " being too long for HotSpot to compile: start Java with"
                  + " -XX:-DontCompileHugeMethods");
    }
  }

  @Test
  void nothingIsSaidOfItWhereHotSpotCompilesIt() throws Exception {
    application(LONG);
    assertThat(said("-XX:-DontCompileHugeMethods")).isEmpty();
  }

  @Test
  void aFunctionThatIsTooLargeForAJavaMethodIsNamedInEveryRun() throws Exception {
    application(TOO_LARGE);
    for (String run : List.of("cold", "cached")) {
      assertThat(said("-XX:-DontCompileHugeMethods"))
          .as(run)
          .containsExactly(
              "TIME WARN  parigot %s: the function number 1 cannot be compiled, being too large for"
                      .formatted(temporary.resolve("slow.wasm"))
                  + " a Java method, and will run some hundred times slower: split what is large");
    }
  }

  private List<String> said(String flag) throws Exception {
    ProcessBuilder command = ParigotProcess.command(temporary, "run");
    command.command().add(1, flag);
    try (ParigotProcess process = ParigotProcess.start(command)) {
      ParigotProcess.Result result = process.result();
      assertThat(result.code()).isZero();
      return result.said();
    }
  }

  /** A main whose second function is a long sum. */
  private void application(int terms) throws Exception {
    String wat =
        """
        (module
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (global $sum (mut i32) (i32.const 0))
          (func $slow
            %s)
          (func (export "_start")
            (call $slow)
            (call $exit (i32.ne (global.get $sum) (i32.const %d)))))
        """
            .formatted(
                "(global.set $sum (i32.add (global.get $sum) (i32.const 3)))\n".repeat(terms),
                3 * terms);
    folder.write("slow.wasm", Wat2Wasm.parse(wat));
    folder.application("slow { wasm = slow.wasm, kind = main }\n");
  }
}
