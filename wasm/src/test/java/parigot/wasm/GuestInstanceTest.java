package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.wasm.modules.ModuleWriter;

/** The life of one instance: its start, its events, its limits and its ends. */
@Timeout(60)
class GuestInstanceTest {
  private static final int PAGE = 65_536;

  @TempDir Path folder;

  private GuestInstance instantiate(String text) throws ModuleException {
    return Guests.load(folder, text).instantiate(Guests.settings(), List.of());
  }

  private static void assertTrapped(Outcome outcome, String... saying) {
    assertThat(outcome).isInstanceOf(Outcome.Trapped.class);
    Outcome.Trapped trapped = (Outcome.Trapped) outcome;
    for (String part : saying) {
      assertThat(trapped.reason()).contains(part);
    }
    assertThat(trapped.reason()).hasLineCount(1);
    assertThat(trapped.cause()).isNotNull();
  }

  /** A reactor that adds up the first bytes of its events at the address 8. */
  private static final String ADDING =
      Guests.reactor(
          "",
          """
          (i32.store (i32.const 8)
            (i32.add (i32.load (i32.const 8)) (i32.load8_u (local.get $event))))
          (i32.store (i32.const 12) (local.get $length))
          """);

  @Test
  void aReactorKeepsItsMemoryBetweenEvents() throws Exception {
    GuestInstance guest = instantiate(ADDING);
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    for (byte event : new byte[] {1, 2, 3, 4}) {
      assertThat(guest.deliver(new byte[] {event, 0})).isEqualTo(new Outcome.Returned());
    }
    assertThat(guest.memory().readInt(8)).isEqualTo(10);
    assertThat(guest.memory().readInt(12)).isEqualTo(2);
    assertThat(guest.entries()).isEqualTo(5);
    assertThat(guest.runningEntry()).isZero();
  }

  @Test
  void anEmptyEventIsDeliveredWithoutABlock() throws Exception {
    GuestInstance guest = instantiate(ADDING);
    guest.start();
    guest.deliver(new byte[] {1});
    assertThat(guest.deliver(new byte[0])).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().readInt(12)).isZero();
  }

  @Test
  void instancesOfAModuleShareNothing() throws Exception {
    CompiledModule module = Guests.load(folder, ADDING);
    GuestInstance one = module.instantiate(Guests.settings(), List.of());
    GuestInstance other = module.instantiate(Guests.settings(), List.of());
    one.start();
    other.start();
    one.deliver(new byte[] {5});
    assertThat(one.memory().readInt(8)).isEqualTo(5);
    assertThat(other.memory().readInt(8)).isZero();
  }

  @Test
  void aTableThatGrewInOneInstanceIsSmallInTheNext() throws Exception {
    CompiledModule module =
        Guests.load(
            folder,
            """
            (module
              (memory (export "memory") 1)
              (table 2 funcref)
              (func (export "_start")
                (i32.store (i32.const 0) (table.grow (ref.null func) (i32.const 5)))
                (i32.store (i32.const 4) (table.grow (ref.null func) (i32.const 2000000)))))
            """);
    for (int i = 0; i < 3; i++) {
      GuestInstance guest = module.instantiate(Guests.settings(), List.of());
      assertThat(guest.start()).isEqualTo(new Outcome.Returned());
      assertThat(guest.memory().readInt(0)).isEqualTo(2);
      assertThat(guest.memory().readInt(4)).isEqualTo(-1);
    }
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        arguments("_initialize", "_start", 1),
        arguments("_start", "other", 1),
        arguments("other", "another", 0));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aReactorIsInitializedOrStartedOrNeither(String first, String second, int runs)
      throws Exception {
    String functions =
        """
        (func (export "%s") (i32.store (i32.const 8)
          (i32.add (i32.load (i32.const 8)) (i32.const 1))))
        (func (export "%s") unreachable)
        (func (export "parigot_deliver_")
        """
            .formatted(first, second);
    GuestInstance guest =
        instantiate(ADDING.replace("(func (export \"parigot_deliver_\")", functions));
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().readInt(8)).isEqualTo(runs);
  }

  static Stream<Arguments> traps() {
    return Stream.of(
        arguments("unreachable", "unreachable"),
        arguments("(drop (i32.div_u (i32.const 1) (i32.const 0)))", "divide by zero"),
        arguments("(drop (i32.load (i32.const 65533)))", "out of bounds memory access"),
        arguments("(drop (i32.load (i32.const -4)))", "out of bounds memory access"),
        arguments("(call_indirect (i32.const 5))", "undefined element"),
        arguments("(call $deeper)", "too deep for the stack"));
  }

  @ParameterizedTest
  @MethodSource("traps")
  void aTrapEndsTheGuestWithTheFunctionAndTheReason(String body, String reason) throws Exception {
    GuestInstance guest =
        instantiate(
            """
            (module
              (memory (export "memory") 1)
              (table 1 funcref)
              (func $deeper (call $deeper))
              (func $culprit %s)
              (func (export "_start") (call $culprit)))
            """
                .formatted(body));
    assertTrapped(guest.start(), "the guest trapped", reason);
  }

  private static String growing(String maximum, String then) {
    return """
        (module
          (memory (export "memory") 1 %s)
          (func (export "parigot_alloc_") (param i32) (result i32) (i32.const 8))
          (func (export "_initialize") (drop (memory.grow (i32.const 1000))))
          (func (export "parigot_deliver_") (param i32 i32) %s))
        """
        .formatted(maximum, then);
  }

  private static final String GROW = "(drop (memory.grow (i32.const 1000)))";
  private static final String MISS = "(drop (i32.load (i32.const 262144)))";

  private GuestInstance withPages(int limit, String text) throws Exception {
    return Guests.load(folder, text)
        .instantiate(
            Guests.settings(new TestClockAndRandom(1), new Guests.Written(), limit * 65536L),
            List.of());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("", GROW + MISS, "and its memory-limit is 262,144 bytes"),
        arguments("4", GROW + MISS, "and the maximum that its module states is 262,144 bytes"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aGuestThatTrapsAfterItWasRefusedMemorySaysWhichLimitThatWas(
      String maximum, String body, String limit) throws Exception {
    GuestInstance guest = withPages(maximum.isEmpty() ? 4 : 5, growing(maximum, body));
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertTrapped(
        guest.deliver(new byte[1]),
        "out of bounds memory access",
        ", after it was refused memory: it had 65,536 bytes and wanted 65,536,000 more, " + limit);
  }

  @Test
  void aRefusalOfAnEarlierEventIsNoReason() throws Exception {
    GuestInstance guest = withPages(4, growing("", MISS));
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.deliver(new byte[1])).asString().doesNotContain("refused memory");
  }

  @Test
  void aSpentInstanceCannotBeEnteredAgain() throws Exception {
    GuestInstance guest = instantiate(Guests.reactor("", "unreachable"));
    guest.start();
    assertTrapped(guest.deliver(new byte[1]), "unreachable");
    assertThatThrownBy(() -> guest.deliver(new byte[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("spent");
  }

  @Test
  void theOrderOfCallsIsChecked() throws Exception {
    GuestInstance reactor = instantiate(ADDING);
    assertThatThrownBy(() -> reactor.deliver(new byte[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not started");
    reactor.start();
    assertThatThrownBy(reactor::start).isInstanceOf(IllegalStateException.class);
    GuestInstance loop = instantiate(Guests.program("", ""));
    loop.start();
    assertThatThrownBy(() -> loop.deliver(new byte[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("loop guest");
  }

  @Test
  void aGuestCannotBeEnteredFromItsOwnHostFunction() throws Exception {
    GuestInstance[] guest = {null};
    Throwable[] caught = {null};
    guest[0] =
        Guests.load(
                folder,
                Guests.reactor(
                    "(import \"host\" \"call_\""
                        + " (func $call (param i32 i32 i32 i32) (result i64)))",
                    "(drop (call $call (i32.const 0) (i32.const 0) (i32.const 64) (i32.const 8)))"))
            .instantiate(
                Guests.settings(),
                Guests.host(
                    request -> {
                      try {
                        guest[0].deliver(request);
                      } catch (IllegalStateException e) {
                        caught[0] = e;
                      }
                      return HostFunction.Reply.EMPTY;
                    }));
    guest[0].start();
    assertThat(guest[0].deliver(new byte[1])).isEqualTo(new Outcome.Returned());
    assertThat(caught[0]).hasMessageContaining("running already");
  }

  @Test
  void anAllocatorThatGivesNoMemoryEndsTheGuest() throws Exception {
    for (String block : List.of("0", "-1", "65530")) {
      GuestInstance guest =
          instantiate(
              ADDING.replace(
                  "(local.set $block (global.get $next))",
                  "(return (i32.const %s))".formatted(block)));
      guest.start();
      assertTrapped(guest.deliver(new byte[100]), "parigot_alloc_", "event of 100 bytes");
    }
  }

  @Test
  void aGuestThatOnlyThrowsWasmExceptionsTraps() throws Exception {
    // tag 0 of the type 0; the program: throw 0
    byte[] module =
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, ModuleWriter.programType())
            .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
            .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
            .section(13, new byte[] {1, 0, 0})
            .programExports()
            .section(ModuleWriter.CODE, new byte[] {1, 4, 0, 0x08, 0, 0x0b})
            .toBytes();
    GuestInstance guest = Guests.load(folder, module).instantiate(Guests.settings(), List.of());
    assertTrapped(guest.start(), "threw an exception that nothing caught");
  }

  private static final String GROWING =
      """
      (module
        (memory (export "memory") 2)
        (func (export "_start")
          (local $grown i32)
          (loop $more
            (local.set $grown (memory.grow (i32.const 1)))
            (br_if $more (i32.ne (local.get $grown) (i32.const -1))))
          (i32.store (i32.const 0) (memory.size))
          (i32.store (i32.const 4) (memory.grow (i32.const 70000)))
          (i32.store (i32.const 8) (memory.grow (i32.const -1)))))
      """;

  @Test
  void aMemoryGrowsToItsLimitAndNoFurther() throws Exception {
    GuestInstance guest =
        Guests.load(folder, GROWING)
            .instantiate(
                Guests.settings(new TestClockAndRandom(1), new Guests.Written(), 10L * PAGE + 5),
                List.of());
    assertThat(guest.memoryBytes()).isEqualTo(2 * PAGE);
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().readInt(0)).isEqualTo(10);
    assertThat(guest.memory().readInt(4)).isEqualTo(-1);
    assertThat(guest.memory().readInt(8)).isEqualTo(-1);
    assertThat(guest.memoryBytes()).isEqualTo(10 * PAGE);
  }

  @Test
  void aModulesOwnMaximumHoldsBelowTheLimit() throws Exception {
    GuestInstance guest =
        instantiate(GROWING.replace("(export \"memory\") 2)", "(export \"memory\") 2 5)"));
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memoryBytes()).isEqualTo(5 * PAGE);
  }

  @Test
  void aModuleThatBeginsWithMoreMemoryThanItsLimitIsRefusedWithBothNumbers() throws Exception {
    CompiledModule module =
        Guests.load(folder, Guests.program("", "").replace("\"memory\") 1", "\"memory\") 300"));
    assertThatThrownBy(
            () ->
                module.instantiate(
                    Guests.settings(new TestClockAndRandom(1), new Guests.Written(), 16L << 20),
                    List.of()))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("19,660,800")
        .hasMessageContaining("16,777,216");
  }

  @Test
  void anAbsurdMemoryLimitIsWhatTheEngineCanDo() throws Exception {
    GuestInstance guest =
        Guests.load(folder, Guests.program("", ""))
            .instantiate(
                Guests.settings(new TestClockAndRandom(1), new Guests.Written(), Long.MAX_VALUE),
                List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
  }

  @Test
  void aTrapNamesTheFunctionByItsName() throws Exception {
    byte[] names =
        ModuleWriter.part()
            .text("name")
            .bytes(1)
            .sized(ModuleWriter.part().bytes(1, 0).text("divide_the_cake").toBytes())
            .toBytes();
    byte[] module =
        ModuleWriter.part()
            .bytes(Guests.assemble(Guests.program("", "unreachable")))
            .section(0, names)
            .toBytes();
    GuestInstance guest = Guests.load(folder, module).instantiate(Guests.settings(), List.of());
    assertTrapped(guest.start(), "in its function divide_the_cake: ");
  }

  @Test
  void theBytesOfAnEventArriveWhole() throws Exception {
    GuestInstance guest = instantiate(ADDING);
    guest.start();
    byte[] event = "0123456789".repeat(2_000).getBytes(StandardCharsets.UTF_8);
    guest.deliver(event);
    assertThat(guest.memory().read(32_768, event.length)).isEqualTo(event);
  }
}
