package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ManyInstancesTest {
  private static final int REACTORS = 10_000;

  @TempDir Path folder;

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A reactor's page is 64 KiB; with the default memory limit its table of pages is 16 KiB. */
  @Test
  void tenThousandIdleReactorsCostTheirMemoryAndLittleMoreAndNoThread() throws Exception {
    CompiledModule module =
        Guests.load(
            folder,
            Guests.reactor(
                """
                (import "host" "call_" (func $call (param i32 i32 i32 i32) (result i64)))
                (import "wasi_snapshot_preview1" "fd_write"
                  (func (param i32 i32 i32 i32) (result i32)))
                (import "wasi_snapshot_preview1" "clock_time_get"
                  (func (param i32 i64 i32) (result i32)))
                """,
                "(i32.store (i32.const 0) (i32.load8_u (local.get $event)))"));
    List<HostModule> host = Guests.host(request -> HostFunction.Reply.EMPTY);
    InstanceSettings settings =
        Guests.settings(new TestClockAndRandom(1), new Guests.Written(), 256L << 20);
    module.instantiate(settings, host).start();

    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long before = usedHeap();
    List<GuestInstance> guests = new ArrayList<>();
    for (int i = 0; i < REACTORS; i++) {
      GuestInstance guest = module.instantiate(settings, host);
      assertThat(guest.start()).isEqualTo(new Outcome.Returned());
      assertThat(guest.deliver(new byte[] {9})).isEqualTo(new Outcome.Returned());
      guests.add(guest);
    }
    long each = (usedHeap() - before) / REACTORS;
    System.out.printf("%,d bytes an idle reactor%n", each);
    assertThat(each).isBetween(65_536L, 65_536L + 16_384 + 8_192);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
        .isLessThanOrEqualTo(threads + 2);
    assertThat(guests).allMatch(guest -> guest.memory().readInt(0) == 9);
  }
}
