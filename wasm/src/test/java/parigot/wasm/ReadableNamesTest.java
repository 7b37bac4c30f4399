package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.wasm.modules.ModuleWriter;

/** What a module's classes and methods are called where a JVM shows them. */
@Timeout(60)
class ReadableNamesTest {
  private static final String STRANGE = "std::map<int, a/b>::at; [x].y\n";

  @TempDir Path folder;

  private GuestInstance guest(String functions, String... names) throws Exception {
    byte[] module =
        ModuleWriter.part()
            .bytes(
                Guests.assemble("(module (memory (export \"memory\") 1) %s)".formatted(functions)))
            .functionNames(names)
            .toBytes();
    Path file = Guests.write(folder.resolve("shop-1.wasm"), module);
    try (Engine engine = Guests.engine()) {
      return engine.load(file).instantiate(Guests.settings(), List.of());
    }
  }

  @Test
  void aTrapTellsItsFunctionsTheInnermostFirst() throws Exception {
    Outcome outcome =
        guest(
                """
                (func (param i32) (if (local.get 0) (then unreachable)))
                (func (call 0 (i32.const 1)))
                (func (export "_start") (call 1))
                """,
                "shop.Price.of",
                STRANGE)
            .start();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped -> {
              assertThat(trapped.functions())
                  .containsExactly("shop.Price.of", "std::map<int, a/b>::at; [x].y\\u000a");
              assertThat(trapped.reason())
                  .startsWith(
                      "the guest trapped in its function shop.Price.of,"
                          + " called by std::map<int, a/b>::at; [x].y\\u000a: ");
              assertThat(trapped.cause().getStackTrace())
                  .extracting(frame -> frame.getClassName().replaceFirst("Wasm.*", "Wasm"))
                  .contains("guest.shop-1.Wasm");
              assertThat(trapped.cause().getStackTrace())
                  .extracting(StackTraceElement::getMethodName)
                  .contains("shop_Price_of#0", "std::map_int,_a_b_::at___x__y_#1", "function#2");
            });
  }

  @Test
  void aThreadDumpShowsWhereAnEndlessLoopIs() throws Exception {
    GuestInstance guest =
        guest("(func (loop (br 0))) (func (export \"_start\") (call 0))", "shop.Wheel.turn");
    Thread thread = new Thread(guest::start, "runs the guest");
    thread.start();
    try {
      while (Arrays.stream(thread.getStackTrace())
          .noneMatch(
              frame ->
                  frame.getClassName().startsWith("guest.shop-1.Wasm")
                      && frame.getMethodName().equals("shop_Wheel_turn#0"))) {
        Thread.onSpinWait();
      }
    } finally {
      guest.kill();
      thread.join();
    }
  }

  @Test
  void whatIsKeptForLaterStartsHasTheNamesToo() throws Exception {
    Path kept = folder.resolve("kept");
    for (int start = 0; start < 2; start++) {
      try (Engine engine = Engine.open(new EngineSettings(Optional.of(kept)))) {
        Path file =
            Guests.write(
                folder.resolve("again.wasm"),
                Guests.assemble(
                    "(module (memory (export \"memory\") 1) (func (export \"_start\")"
                        + " unreachable))"));
        Outcome outcome = engine.load(file).instantiate(Guests.settings(), List.of()).start();
        assertThat(((Outcome.Trapped) outcome).cause().getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith("guest.again.Wasm"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"class", "classic", "a.class", "a.class.b", "import", "1", "ä b", "x.jar"})
  void aModuleMayBeCalledAnything(String name) throws Exception {
    for (Optional<Path> kept : List.of(Optional.<Path>empty(), Optional.of(folder))) {
      try (Engine engine = Engine.open(new EngineSettings(kept))) {
        Path file =
            Guests.write(
                folder.resolve(name + ".wasm"),
                Guests.assemble(
                    "(module (memory (export \"memory\") 1) (func (export \"_start\")))"));
        assertThat(engine.load(file).instantiate(Guests.settings(), List.of()).start())
            .isInstanceOf(Outcome.Returned.class);
      }
    }
  }
}
