package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Guests that take too long over one event. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class WatchdogTest {
  private static final String PAIRS = "parigot.actors.Shapes#pairs";
  private static final String SHORT = "method-warn = 10 ms, method-limit = 800 ms, restart = never";

  /** Reads and answers nothing; its start waits for the plugin six times. */
  private static final String WAITS_FOR_A_PLUGIN =
      """
      (module
        (import "slow" "wait_" (func $wait (param i32 i32 i32 i32) (result i64)))
        (import "wasi_snapshot_preview1" "fd_write"
          (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 100) "waited\\n")
        (data (i32.const 200) "\\64\\00\\00\\00\\07\\00\\00\\00")
        (func (export "%s") (local $i i32)
          (loop $again
            (drop (call $wait (i32.const 0) (i32.const 0) (i32.const 1024) (i32.const 300)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $again (i32.lt_u (local.get $i) (i32.const 6))))
          (drop (call $write (i32.const 1) (i32.const 200) (i32.const 1) (i32.const 304))))
        (func (export "parigot_alloc_") (param i32) (result i32) (i32.const 1024))
        (func (export "parigot_deliver_") (param i32 i32)))
      """;

  @TempDir Path folder;

  @Test
  void aMethodThatComputesForEverEndsItsGuestAmongThousandsToo() {
    try (TestApplication application =
        TestApplication.with()
            .service("idle", GuestShape.REACTOR, "Echo")
            .set("idle", "instances = 2500, memory-limit = 64 KiB, message-limit = 4 KiB")
            .service("bad", GuestShape.REACTOR, "Loop loop")
            .set("bad", SHORT)
            .client("hello", GuestShape.REACTOR, "bad", "expect-call-error Loop 3 1", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 13\n");
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void aMethodThatComputesForEverEndsItsGuestAndItsCallersSeeThat(
      GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("bad", callee, "Loop loop")
            .set("bad", SHORT)
            .client("hello", caller, "bad", "expect-call-error Loop 3 1", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 13\n");
      application
          .log()
          .await(
              1,
              "WARN bad failed: it was at bad.v1.bad.Loop for longer than its method-limit of 800 ms.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStartThatComputesForEverEndsItsGuest(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("good", GuestShape.REACTOR, "Echo")
            .server("bad", shape, "loop")
            .set("bad", SHORT)) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble())
          .isEqualTo(
              "bad failed before it launched:"
                  + " it was at its start for longer than its method-limit of 800 ms.");
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void aNestedCallThatComputesForEverEndsTheInnermostGuestOnly(GuestShape relay, GuestShape end) {
    try (TestApplication application =
        TestApplication.with()
            .service("bad", end, "Loop loop")
            .set("bad", SHORT)
            .server(
                "relay",
                relay,
                "register relay",
                "export relay.v1 relay",
                "require bad.v1 bad",
                "bind Relay forward bad.v1 bad Loop",
                "bind Echo",
                "launch")
            .set("relay", SHORT)
            .client(
                "hello",
                GuestShape.LOOP,
                "relay",
                "expect-call-error Relay 3 1",
                "call Echo 5",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      assertThat(application.application().guests()).isEmpty();
      application.log().awaitPart("bad failed: it was at bad.v1.bad.Loop");
      assertThat(application.log().lines()).noneMatch(line -> line.startsWith("WARN relay failed"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSlowMethodIsNamedInTheLogAndLivesOn(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("slow", shape, "Spin spin 60000", "Echo")
            .set("slow", "method-warn = 10 ms, method-limit = 10 s")
            .client("hello", GuestShape.REACTOR, "slow", "call Spin 3", "call Echo 5", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      application.log().awaitPart("slow: slow.v1.slow.Spin took ");
      assertThat(application.log().lines())
          .filteredOn(line -> line.startsWith("slow: slow.v1.slow.Spin "))
          .allMatch(
              line ->
                  line.matches(
                      "slow: slow\\.v1\\.slow\\.Spin took \\d+ ms; method-warn is 10 ms\\."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMainMayTakeTheTimeItNeeds(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.guest-defaults { method-warn = 5 ms, method-limit = 20 ms }")
            .main(
                "main", shape, "spin 150000", "register main", "launch", "spin 150000", "exit 3")) {
      assertThat(application.run()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingForAPluginIsNotTheGuestsOwnTime(GuestShape shape) {
    Path module =
        Wat.module(
            folder,
            "waits",
            shape == GuestShape.REACTOR
                ? WAITS_FOR_A_PLUGIN.formatted("_initialize")
                : WAITS_FOR_A_PLUGIN
                        .formatted("_start")
                        .lines()
                        .filter(line -> !line.contains("\"parigot_"))
                        .reduce("", (text, line) -> text + line + "\n")
                    + ")");
    try (TestApplication application =
        TestApplication.with(
                "parigot.plugins.slow { class = \"%s\", timeout = 2 s }"
                    .formatted(SlowPlugin.class.getName()))
            .guest("waits", "server", module)
            .set("waits", SHORT + ", plugins = [slow]")
            .main("main", GuestShape.LOOP, "register main", "launch", "timer 100000000")
            .start()) {
      application.log().await(1, "waits: waited");
    }
  }

  @Test
  void severalLoopingGuestsAreEndedAndTheOthersLoseNoEvent() {
    TestApplication application =
        TestApplication.with().service("good", GuestShape.REACTOR, "Echo");
    // Not so many that the last would wait for its turn for longer than a call may.
    List<String> bad = List.of("bad0", "bad1", "bad2", "bad3", "loop0", "loop1");
    bad.forEach(
        name ->
            application
                .service(
                    name,
                    name.startsWith("loop") ? GuestShape.LOOP : GuestShape.REACTOR,
                    "Loop loop")
                .set(name, SHORT));
    try (application) {
      application.launched();
      List<CompletionStage<StringValue>> calls =
          bad.stream()
              .map(name -> application.call(name, "Loop", StringValue.of("x"), StringValue.class))
              .toList();
      for (int i = 0; i < 2000; i++) {
        assertThat(application.echo("good", "Echo", "text " + i)).isEqualTo("text " + i);
      }
      for (var call : calls) {
        assertThatThrownBy(() -> Within.limit(call))
            .isInstanceOfSatisfying(
                CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDED));
      }
      assertThat(application.echo("good", "Echo", "still")).isEqualTo("still");
      assertThat(application.application().guests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void guestsThatComputeForLongKeepNobodyElseFromRunning(GuestShape shape) {
    TestApplication application =
        TestApplication.with().service("good", GuestShape.REACTOR, "Echo");
    List<String> busy = List.of("busy0", "busy1", "busy2", "busy3");
    busy.forEach(
        name -> application.service(name, shape, "Loop loop").set(name, "method-limit = 1 hour"));
    try (application) {
      application.launched();
      busy.forEach(
          name -> {
            var unused = application.call(name, "Loop", StringValue.of("x"), StringValue.class);
          });
      for (int i = 0; i < 100; i++) {
        assertThat(application.echo("good", "Echo", "text " + i)).isEqualTo("text " + i);
      }
      assertThat(application.application().guests()).hasSize(busy.size() + 1);
    }
  }
}
