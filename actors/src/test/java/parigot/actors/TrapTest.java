package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.ModuleWriter;

/** Who runs an application sees where in a guest it went wrong. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class TrapTest {
  private static final String MEMORY = "(module (memory (export \"memory\") 1) ";

  @TempDir Path folder;

  private Path named(String text, List<String> names) throws IOException {
    byte[] module =
        ModuleWriter.part()
            .bytes(Wat2Wasm.parse(text))
            .functionNames(names.toArray(String[]::new))
            .toBytes();
    return Files.write(folder.resolve("shop.wasm"), module);
  }

  private static List<String> logOf(String kind, String settings, Path module, int code) {
    try (TestApplication application =
        TestApplication.with().guest("shop", kind, module).set("shop", settings)) {
      assertThat(application.run()).isEqualTo(code);
      return application.log().lines();
    }
  }

  @Test
  void aTrapIsToldWithTheFunctionsAndTheLinesThatLedThere() throws Exception {
    Path module =
        named(
            MEMORY
                + """
                (data (i32.const 0) "shop.Cart.total:31\\0ashop.Cart.open:5\\0a")
                (global $at (mut i32) (i32.const 0))
                (func (export "parigot_stack_") (result i32) (local $unit i32)
                  (local.set $unit (i32.load8_u (global.get $at)))
                  (global.set $at (i32.add (global.get $at) (i32.const 1)))
                  (select (local.get $unit) (i32.const -1) (local.get $unit)))
                (func $of unreachable)
                (func $total (call $of))
                (func $open (call $total))
                (func (export "_start") (call $open)))
                """,
            List.of("stack", "shop.Price.of", "shop.Cart.total", "shop.Cart.open", "main"));

    assertThat(logOf("main", "", module, 195))
        .contains(
            "shop: It trapped\n\tat shop.Price.of\n\tat shop.Cart.total:31\n\tat shop.Cart.open:5"
                + "\n\tat main",
            "ERROR shop failed: the guest trapped in its function shop.Price.of,"
                + " called by shop.Cart.total:31, called by shop.Cart.open:5:"
                + " Trapped on unreachable instruction");
  }

  @Test
  void ofManyFunctionsTheFirstTwentyAreTold() throws Exception {
    StringBuilder text = new StringBuilder(MEMORY).append("(func unreachable)");
    List<String> names = new ArrayList<>(List.of("f0"));
    for (int i = 1; i < 25; i++) {
      text.append("(func (call %d))".formatted(i - 1));
      names.add("f" + i);
    }
    Path module = named(text.append("(func (export \"_start\") (call 24)))").toString(), names);

    assertThat(logOf("main", "", module, 195))
        .filteredOn(line -> line.startsWith("shop: It trapped\n"))
        .singleElement()
        .asString()
        .contains("\n\tat f0\n\tat f1\n")
        .endsWith("\n\tat f19\n\tand 5 more");
  }

  @Test
  void aFunctionThatCalledItselfIsToldOnce() throws Exception {
    Path module =
        named(
            MEMORY + "(func $dig (call $dig)) (func (export \"_start\") (call $dig)))",
            List.of("shop.Deep.dig", "main"));

    assertThat(logOf("main", "", module, 195))
        .anyMatch(
            line -> line.matches("shop: It trapped\n\tat shop\\.Deep\\.dig \\([0-9,]+ times\\)"))
        .contains(
            "ERROR shop failed: the guest trapped in its function shop.Deep.dig:"
                + " its calls went too deep for the stack");
  }

  @Test
  void aGuestThatIsEndedForItsTimeIsToldWithTheFunctionThatTookIt() throws Exception {
    Path module =
        named(
            MEMORY + "(func $turn (loop $on (br $on))) (func (export \"_start\") (call $turn)))",
            List.of("shop.Wheel.turn", "main"));

    assertThat(logOf("server", "method-limit = 100 ms, method-warn = 50 ms", module, 194))
        .contains(
            "ERROR shop failed before it launched: it was at its start for longer than its"
                + " method-limit of 100 ms in its function shop.Wheel.turn, called by main.");
  }
}
