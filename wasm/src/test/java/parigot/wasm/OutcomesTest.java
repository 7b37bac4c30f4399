package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of errors of the Java virtual machine that come out of an entry into a guest. */
class OutcomesTest {
  private static final String CALL =
      """
      (call $call (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 8)) drop""";
  private static final String IMPORT =
      """
      (import "host" "call_" (func $call (param i32 i32 i32 i32) (result i64)))""";

  @TempDir Path folder;

  static Stream<Error> errorsOfTheMachine() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new NoClassDefFoundError("acme/Missing"),
        new VerifyError("bad"));
  }

  /** A guest that is being ended all the same: an error of the machine is not lost. */
  @ParameterizedTest
  @MethodSource("errorsOfTheMachine")
  void anErrorOfTheMachineIsToldThoughTheGuestIsInterrupted(Error error) throws Exception {
    AtomicReference<GuestInstance> guest = new AtomicReference<>();
    guest.set(
        Guests.load(folder, Guests.program(IMPORT, CALL))
            .instantiate(
                Guests.settings(),
                Guests.host(
                    request -> {
                      boolean unused = guest.get().interrupt();
                      throw error;
                    })));
    assertThat(guest.get().start())
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped ->
                assertThat(trapped.reason())
                    .isEqualTo("the host's function host.call_ failed: " + error));
  }

  @Test
  void anyOtherExceptionOfAnInterruptedGuestIsItsEnd() throws Exception {
    AtomicReference<GuestInstance> guest = new AtomicReference<>();
    guest.set(
        Guests.load(folder, Guests.program(IMPORT, CALL))
            .instantiate(
                Guests.settings(),
                Guests.host(
                    request -> {
                      boolean unused = guest.get().interrupt();
                      throw new IllegalStateException("because of it");
                    })));
    assertThat(guest.get().start()).isEqualTo(new Outcome.Interrupted());
  }

  @Test
  void anErrorIsNamedByItsClass() {
    assertThat(Outcomes.message(new NoClassDefFoundError("acme/Missing")))
        .isEqualTo("java.lang.NoClassDefFoundError: acme/Missing");
    assertThat(Outcomes.message(new StackOverflowError()))
        .isEqualTo("its calls went too deep for the stack");
    assertThat(Outcomes.message(new OutOfMemoryError("Java heap space")))
        .isEqualTo("the host had no memory left for it");
  }
}
