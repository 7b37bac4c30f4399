package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.ModuleWriter;

/** What is told of the place where a guest ended. */
@Timeout(60)
class TrapStackTest {
  /** Traps three calls deep; the functions stand behind the module's own account of them. */
  private static final String TRAPS =
      """
      (module
        (memory (export "memory") 1)
        (data (i32.const 100) "%s")
        (global $at (mut i32) (i32.const 100))
        (func (export "parigot_stack_") (result i32) %s)
        (func $of unreachable)
        (func $total (call $of))
        (func $open (call $total))
        (func (export "_start") (call $open)))
      """;

  /** Gives what stands at 100, up to a zero. */
  private static final String TEXT =
      """
      (local $unit i32)
      (local.set $unit (i32.load8_u (global.get $at)))
      (global.set $at (i32.add (global.get $at) (i32.const 1)))
      (select (local.get $unit) (i32.const -1) (local.get $unit))
      """;

  private static final String[] NAMES = {
    "stack", "shop.Price.of", "shop.Cart.total", "shop.Cart.open", "start"
  };

  @TempDir Path folder;

  private GuestInstance guest(String text) throws Exception {
    byte[] module = ModuleWriter.part().bytes(Guests.assemble(text)).functionNames(NAMES).toBytes();
    return Guests.load(folder, module).instantiate(Guests.settings(), List.of());
  }

  private void assertStack(String text, String... stack) throws Exception {
    assertThat(guest(text).start())
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped -> assertThat(trapped.functions()).containsExactly(stack));
  }

  @Test
  void theCallersOfTheFunctionThatTrappedAreTold() throws Exception {
    assertThat(guest(TRAPS.formatted("", "(i32.const -1)")).start())
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped ->
                assertThat(trapped.reason())
                    .isEqualTo(
                        "the guest trapped in its function shop.Price.of, called by"
                            + " shop.Cart.total, called by shop.Cart.open: Trapped on unreachable"
                            + " instruction"));
  }

  @Test
  void linesThatTheModuleKnowsStandAtTheFunctionsThatTheyAreOf() throws Exception {
    assertStack(
        TRAPS.formatted("shop.Cart.total:31\\0ajava.lang.Long.of:7\\0ashop.Cart.open:5\\0a", TEXT),
        "shop.Price.of",
        "shop.Cart.total:31",
        "shop.Cart.open:5",
        "start");
  }

  /** A call that has come back is not where it is. */
  @Test
  void theInnermostFunctionHasNoLine() throws Exception {
    assertStack(
        TRAPS.formatted("shop.Price.of:9\\0ashop.Cart.open:5\\0a", TEXT),
        "shop.Price.of",
        "shop.Cart.total",
        "shop.Cart.open:5",
        "start");
  }

  @Test
  void aModuleThatTrapsWhileItTellsItsLinesIsToldWithoutThem() throws Exception {
    assertStack(
        TRAPS.formatted("", "unreachable"),
        "shop.Price.of",
        "shop.Cart.total",
        "shop.Cart.open",
        "start");
  }

  @Test
  void aModuleThatTellsLinesWithoutEndIsReadToABound() throws Exception {
    assertStack(
        TRAPS.formatted("", "(i32.const 120)"),
        "shop.Price.of",
        "shop.Cart.total",
        "shop.Cart.open",
        "start");
  }

  @Test
  void aModuleThatNeverTellsItsLinesCanBeEnded() throws Exception {
    GuestInstance guest = guest(TRAPS.formatted("", "(loop $on (br $on)) (i32.const -1)"));
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread thread = new Thread(() -> outcome.complete(guest.start()));
    thread.start();
    while (guest.runningEntry() == 0) {
      Thread.onSpinWait();
    }
    guest.kill();
    assertThat(outcome.get()).isInstanceOf(Outcome.Interrupted.class);
    thread.join();
  }

  @Test
  void anAccountOfAnotherTypeIsRefused() {
    assertThatThrownBy(
            () ->
                guest(
                    "(module (memory (export \"memory\") 1) (func (export \"_start\"))"
                        + "(func (export \"parigot_stack_\") (result i64) (i64.const 0)))"))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining(
            "exports parigot_stack_ with the type () -> (i64), it has to be () -> (i32)");
  }

  @Test
  void aGuestThatIsEndedIsToldWithItsFunctions() throws Exception {
    GuestInstance guest =
        guest(TRAPS.formatted("", TEXT).replace("$of unreachable", "$of (loop $on (br $on))"));
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread thread = new Thread(() -> outcome.complete(guest.start()));
    thread.start();
    while (!isIn(thread, "shop_Price_of#")) {
      Thread.onSpinWait();
    }
    guest.kill();
    assertThat(outcome.get())
        .isEqualTo(
            new Outcome.Interrupted(
                List.of("shop.Price.of", "shop.Cart.total", "shop.Cart.open", "start")));
    thread.join();
  }

  private static boolean isIn(Thread thread, String function) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().startsWith(function)) {
        return true;
      }
    }
    return false;
  }
}
