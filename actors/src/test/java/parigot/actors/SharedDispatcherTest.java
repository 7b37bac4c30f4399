package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BytesValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Few threads for many guests, and always one for the kernel. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class SharedDispatcherTest {
  private static final String JOINS_A_MEETING =
      """
      (module
        (import "meeting" "join_" (func $join (param i32 i32 i32 i32) (result i64)))
        (memory (export "memory") 1)
        (func (export "_initialize")
          (drop (call $join (i32.const 0) (i32.const 0) (i32.const 1024) (i32.const 300))))
        (func (export "parigot_alloc_") (param i32) (result i32) (i32.const 1024))
        (func (export "parigot_deliver_") (param i32 i32)))
      """;

  @TempDir Path folder;

  @Test
  void reactorsThatWaitForAPluginLetOthersRun() {
    Path module = Wat.module(folder, "joins", JOINS_A_MEETING);
    try (TestApplication application =
        TestApplication.with(
                "parigot.plugins.meeting { class = \"%s\", timeout = 30 s }"
                    .formatted(MeetingPlugin.class.getName()),
                "parigot.plugin-dispatcher.threads = " + MeetingPlugin.GUESTS)
            .guest("joins", "server", module)
            .set("joins", "plugins = [meeting], instances = " + MeetingPlugin.GUESTS)
            .start()) {
      Within.limit(MeetingPlugin.MET);
      assertThat(application.application().guests()).hasSize(MeetingPlugin.GUESTS);
    }
  }

  @Test
  void theKernelAnswersWhileMoreReactorsComputeThanThereAreThreads() {
    int guests = GuestDispatchers.SHARED_THREADS * 3;
    try (TestApplication application =
        TestApplication.with("parigot.guest-defaults.method-limit = 30 s")
            .service("busy", GuestShape.REACTOR, "Spin spin 700000")
            .set("busy", "instances = " + guests)
            .launched()) {
      List<CompletionStage<BytesValue>> calls = new ArrayList<>();
      for (int i = 0; i < guests; i++) {
        calls.add(application.call("busy", "Spin", TestApplication.bytes(1), BytesValue.class));
      }
      // Were there no thread for the kernel, one would be done before the last is known.
      while (application.application().calls().size() < guests) {
        assertThat(calls).noneMatch(call -> call.toCompletableFuture().isDone());
      }
    }
  }
}
