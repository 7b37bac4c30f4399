package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A module whose bytes were changed at random is refused, or runs inside its limits. */
@Tag("once")
@Timeout(1200)
class MutatedModulesTest {
  /** More with {@code -Dmutants=10000}. */
  private static final int MUTANTS = Integer.getInteger("mutants", 2_000);

  private static final List<byte[]> SOUND =
      List.of(
          Guests.assemble(
              Guests.reactor(
                  """
                  (import "host" "call_" (func $call (param i32 i32 i32 i32) (result i64)))
                  (import "wasi_snapshot_preview1" "fd_write"
                    (func $write (param i32 i32 i32 i32) (result i32)))
                  (table 4 funcref)
                  (elem (i32.const 1) $call $write)
                  (data (i32.const 100) "some data")
                  """,
                  """
                  (local $i i32)
                  (loop $again
                    (i32.store8 (i32.add (i32.const 512) (local.get $i))
                                (i32.load8_u (i32.add (local.get $event) (local.get $i))))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br_if $again (i32.lt_u (local.get $i) (local.get $length))))
                  (drop (call $call (local.get $length) (i32.const 512) (i32.const 4096)
                                    (i32.const 8)))
                  (drop (call_indirect (param i32 i32 i32 i32) (result i32)
                          (i32.const 1) (i32.const 16) (i32.const 0) (i32.const 24)
                          (i32.const 2)))
                  (if (i32.gt_u (memory.size) (i32.const 100)) (then (unreachable)))
                  (drop (memory.grow (i32.const 1)))
                  """)),
          Guests.assemble(
              Guests.program(
                  "(global $g (mut i64) (i64.const 12))",
                  """
                  (block $out
                    (loop $again
                      (global.set $g (i64.sub (global.get $g) (i64.const 1)))
                      (br_if $out (i64.eqz (global.get $g)))
                      (f64.store (i32.const 40)
                        (f64.sqrt (f64.convert_i64_s (global.get $g))))
                      (br $again)))
                  """)));

  @TempDir Path folder;

  private static byte[] mutate(byte[] sound, Random random) {
    byte[] mutant = sound.clone();
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5 -> mutant[at] = (byte) random.nextInt();
        case 6, 7, 8, 9, 10, 11, 12, 13, 14 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 15, 16, 17 -> mutant[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        case 18 -> mutant = Arrays.copyOf(mutant, Math.max(9, at));
        default -> {
          byte[] longer = new byte[mutant.length + 1];
          System.arraycopy(mutant, 0, longer, 0, at);
          longer[at] = (byte) random.nextInt();
          System.arraycopy(mutant, at, longer, at + 1, mutant.length - at);
          mutant = longer;
        }
      }
    }
    return mutant;
  }

  @Test
  void everyMutantIsRefusedOrRunsInsideItsLimits() throws Exception {
    Random random = new Random(20261124);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    int refused = 0;
    int ran = 0;
    try {
      for (int i = 0; i < MUTANTS; i++) {
        byte[] mutant = mutate(SOUND.get(i % SOUND.size()), random);
        try {
          GuestInstance guest =
              Guests.load(folder, mutant)
                  .instantiate(
                      Guests.settings(),
                      Guests.host(request -> HostFunction.Reply.of(new byte[8])));
          run(guest, thread);
          assertThat(guest.memoryBytes()).isLessThanOrEqualTo(Guests.MEMORY_LIMIT);
          ran++;
        } catch (ModuleException e) {
          assertThat(e.getMessage()).startsWith(folder.toString());
          refused++;
        }
      }
    } finally {
      thread.shutdownNow();
      assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(refused).as("refused").isGreaterThan(MUTANTS / 10);
    assertThat(ran).as("ran").isGreaterThan(MUTANTS / 40);
  }

  private static void run(GuestInstance guest, ExecutorService thread) throws Exception {
    Future<?> life =
        thread.submit(
            () -> {
              Outcome outcome = guest.start();
              for (int event = 0; event < 3 && outcome instanceof Outcome.Returned; event++) {
                try {
                  outcome = guest.deliver(new byte[] {1, 2, 3, 4, 5});
                } catch (IllegalStateException e) {
                  assertThat(e).hasMessageContaining("loop guest");
                  break;
                }
              }
            });
    while (true) {
      try {
        life.get(200, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        guest.interrupt();
      }
    }
  }
}
