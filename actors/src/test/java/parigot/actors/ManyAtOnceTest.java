package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.wasm.GuestShape;

/** However many guests hold their threads, the others go on. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class ManyAtOnceTest {
  /** Sleeps for an hour, in its start. */
  private static final String SLEEPS =
      """
      (module
        (import "wasi_snapshot_preview1" "poll_oneoff"
          (func $poll (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 16) "\\01")
        (data (i32.const 24) "\\00\\a0\\b8\\30\\46\\03\\00\\00")
        (func (export "_initialize")
          (drop (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200))))
        (func (export "parigot_alloc_") (param i32) (result i32) (i32.const 1024))
        (func (export "parigot_deliver_") (param i32 i32)))
      """;

  @TempDir Path folder;

  @Test
  void mainsThatSleepStopNobody() {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 1 ms")
            .guest("asleep", "main", Wat.module(folder, "asleep", SLEEPS))
            .set("asleep", "instances = 400, memory-limit = 64 KiB, message-limit = 4 KiB")
            .service("good", GuestShape.REACTOR, "Echo")
            .client("hello", GuestShape.REACTOR, "good", "call Echo 5 100", "print done")
            .start()) {
      application.awaitPrinted("done\n");
      assertThat(application.application().guests()).hasSize(402);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mainsThatComputeStopNobody(GuestShape shape) {
    computeBesideACall(shape);
    // The threads that the first application left must be found by the second one too.
    computeBesideACall(shape);
  }

  private static void computeBesideACall(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 1 ms")
            .main("busy", shape, "loop")
            .set("busy", "instances = 30")
            .service("good", GuestShape.REACTOR, "Echo")
            .client("hello", shape, "good", "call Echo 5", "print done")
            .start()) {
      application.awaitPrinted("done\n");
      assertThat(application.application().guests()).hasSize(32);
    }
  }
}
