package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.StartException;
import parigot.runtime.testing.RecordedLog;
import parigot.wasm.GuestShape;

/** Memory, messages and output that are more than a guest may have. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class GuestLimitsTest {
  private static final String SMALL = "memory-limit = 2 MiB, message-limit = 4 KiB";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void memoryOverItsLimitIsRefusedInsideTheGuestWhichGoesOn(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .main("greedy", shape, "register greedy", "launch", "grow 10", "grow 1000", "exit 0")
            .set("greedy", SMALL)) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("grew\ngrow refused\n");
    }
  }

  @Test
  void guestsThatMayGrowToMoreThanMemoryTotalAreRefusedAtTheStart() {
    try (TestApplication application =
        TestApplication.with("parigot.memory-total = 5 MiB")
            .service("first", GuestShape.REACTOR, "Echo")
            .set("first", SMALL)
            .service("many", GuestShape.LOOP, "Echo")
            .set("many", SMALL + ", instances = 2")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "guest many.2: its memory may grow to 2,097,152 bytes,"
                  + " and of parigot.memory-total, 5,242,880 bytes,"
                  + " the guests before it leave 1,048,576;"
                  + " lower a memory-limit or raise memory-total.");
    }
  }

  @Test
  void guestsThatMayGrowToMemoryTotalRun() {
    try (TestApplication application =
        TestApplication.with("parigot.memory-total = 4 MiB")
            .service("first", GuestShape.REACTOR, "Echo")
            .set("first", SMALL)
            .service("second", GuestShape.LOOP, "Echo")
            .set("second", SMALL)) {
      application.launched();
      assertThat(application.echo("second", "Echo", "there")).isEqualTo("there");
    }
  }

  @Test
  void aMessageOverTheLimitIsRefusedToTheOneWhoSendsIt() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Echo")
            .client(
                "hello",
                GuestShape.REACTOR,
                "greeting",
                "expect-dispatch-error Echo 9000 6",
                "call Echo 7000",
                "exit 0")
            .set("hello", "message-limit = 8 KiB")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @Test
  void aMessageOverTheLimitOfItsReceiverIsRefusedToTheOneWhoSendsIt() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Echo")
            .set("greeting", "message-limit = 8 KiB")
            .client(
                "hello",
                GuestShape.REACTOR,
                "greeting",
                "expect-dispatch-error Echo 9000 6",
                "call Echo 7000",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @Test
  void outputOverItsLimitFailsInsideTheGuestAndTheLogSaysHowMuchItWas() {
    Path module =
        Wat.module(
            folder,
            "noisy",
            """
            (module
              (import "wasi_snapshot_preview1" "fd_write"
                (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 100) "012345678\\n")
              (data (i32.const 200) "\\64\\00\\00\\00\\0a\\00\\00\\00")
              (func $line (result i32)
                (call $write (i32.const 1) (i32.const 200) (i32.const 1) (i32.const 304)))
              (func (export "_start")
                (drop (call $line))
                (drop (call $line))
                (drop (call $line))
                (call $exit (call $line))))
            """);
    try (TestApplication application =
        TestApplication.with()
            .guest("noisy", "server", module)
            .set("noisy", "output-limit = 11 B")) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble()).isEqualTo("noisy exited with code 29 before it launched.");
      application.log().await(1, "noisy: 012345678");
      application
          .log()
          .await(
              1,
              "noisy: 30 bytes of output were refused:"
                  + " it writes more than its output-limit of 11 bytes a second.");
    }
  }

  @Test
  void theOutputOfAMainIsNotTheLogsAndNotLimited() {
    try (TestApplication application =
        TestApplication.with()
            .main("main", GuestShape.LOOP, "register main", "launch", "write 100000", "exit 0")
            .set("main", "output-limit = 25 B")) {
      assertThat(application.run()).isZero();
      assertThat(application.written()).hasSize(100_000);
    }
  }

  @Test
  void aGuestThatNeverAnswersHoldsNobodyButItsCallers() {
    try (TestApplication application =
        TestApplication.with("parigot.call-timeout = 300 ms")
            .service("deaf", GuestShape.LOOP, "Never never")
            .set("deaf", "mailbox = 2")
            .service("good", GuestShape.REACTOR, "Echo")) {
      application.launched();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> application.echo("deaf", "Never", ""))
            .isInstanceOfSatisfying(
                CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
            .hasMessageContaining("host.calls -> deaf.Never (not answered)");
      }
      assertThat(application.echo("good", "Echo", "there")).isEqualTo("there");
    }
  }

  @ParameterizedTest
  @MethodSource("parigot.actors.Shapes#pairs")
  void aDeadlockIsReportedByNameBeforeItsCallsTimeOut(GuestShape one, GuestShape other) {
    try (TestApplication application =
        TestApplication.with()
            .server(
                "a",
                one,
                "register a",
                "export a.v1 a",
                "bind Never never",
                "launch",
                "register later",
                "require b.v1 b",
                "launch",
                "locate b.v1 b",
                "start-call Never 1")
            .server(
                "b",
                other,
                "register b",
                "export b.v1 b",
                "require a.v1 a",
                "bind Never never",
                "launch",
                "locate a.v1 a",
                "start-call Never 1")) {
      application.start();
      application.log().awaitPart("WARN Deadlock: ");
      assertThat(application.log().lines())
          .noneMatch(line -> line.contains("did not answer within"))
          .filteredOn(line -> line.contains("Deadlock: "))
          .singleElement()
          .asString()
          .contains("a -> b.Never", "b -> a.Never");
    }
  }

  @Test
  void theStartSaysSoWhenWhatGuestsMayTakeDoesNotFitTheHeap() {
    try (RecordedLog log = new RecordedLog();
        TestApplication application =
            TestApplication.with()
                .main("modest", GuestShape.LOOP, "register modest", "launch", "exit 0")
                .set("modest", "calls-in-flight-memory = 100 GiB")) {
      application.run();

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARN What the guests may take adds up to more than"));
    }
  }
}
