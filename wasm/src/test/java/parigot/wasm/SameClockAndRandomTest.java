package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest learns nothing from outside but what its clock, its random source and its host tell it.
 */
@Timeout(60)
class SameClockAndRandomTest {
  /** Fills its memory with all that it can learn: times, random bytes, sleeps, mathematics. */
  private static final String CURIOUS =
      Guests.reactor(
          """
          (import "wasi_snapshot_preview1" "clock_time_get"
            (func $clock (param i32 i64 i32) (result i32)))
          (import "wasi_snapshot_preview1" "clock_res_get"
            (func $resolution (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "random_get"
            (func $random (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff"
            (func $poll (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "environ_get"
            (func $environ (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_fdstat_get"
            (func $fdstat (param i32 i32) (result i32)))
          (import "teavm" "nanoTime" (func $nano (result f64)))
          (import "teavmMath" "random" (func $chance (result f64)))
          (import "teavmMath" "sin" (func $sin (param f64) (result f64)))
          """,
          """
          (local $at i32)
          (local.set $at (i32.add (i32.const 1024)
                                  (i32.shl (i32.load8_u (local.get $event)) (i32.const 8))))
          (drop (call $clock (i32.const 0) (i64.const 0) (local.get $at)))
          (drop (call $clock (i32.const 1) (i64.const 0)
                             (i32.add (local.get $at) (i32.const 8))))
          (drop (call $random (i32.add (local.get $at) (i32.const 16)) (i32.const 100)))
          (f64.store offset=120 (local.get $at) (call $nano))
          (f64.store offset=128 (local.get $at) (call $chance))
          (f64.store offset=136 (local.get $at)
            (call $sin (f64.load offset=128 (local.get $at))))
          (i32.store (i32.const 16) (i32.const 1))
          (i64.store (i32.const 24) (i64.const 3000000))
          (drop (call $poll (i32.const 0) (i32.add (local.get $at) (i32.const 144))
                            (i32.const 1) (i32.const 64)))
          (drop (call $resolution (i32.const 0) (i32.add (local.get $at) (i32.const 184))))
          (drop (call $fdstat (i32.const 1) (i32.add (local.get $at) (i32.const 192))))
          (drop (call $environ (i32.const 80) (i32.const 96)))
          """);

  @TempDir Path folder;

  private byte[] memoryAfter(CompiledModule module, long seed) throws ModuleException {
    GuestInstance guest =
        module.instantiate(Guests.settings(new TestClockAndRandom(seed)), java.util.List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    for (byte event = 0; event < 100; event++) {
      assertThat(guest.deliver(new byte[] {event})).isEqualTo(new Outcome.Returned());
    }
    return guest.memory().read(0, (int) guest.memoryBytes());
  }

  @Test
  void twoRunsInTheSameWorldLeaveIdenticalMemories() throws Exception {
    CompiledModule module = Guests.load(folder, CURIOUS);
    byte[] first = memoryAfter(module, 42);
    assertThat(Arrays.equals(memoryAfter(module, 42), first)).isTrue();
    assertThat(Arrays.equals(memoryAfter(Guests.load(folder, CURIOUS), 42), first)).isTrue();
    assertThat(Arrays.equals(memoryAfter(module, 43), first)).isFalse();
  }
}
