package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.wasm.modules.ModuleWriter;

/** Names that a module's author chose steer no terminal and forge no line of the log. */
@Timeout(60)
class PrintableNamesTest {
  private static final String FORGED = "a\u001b[2J\nINFO forged\u202ez";
  private static final String SHOWN = "a\\u001b[2J\\u000aINFO forged\\u202ez";
  private static final String LONG = "n".repeat(90_000);
  private static final int FUNCTION_IMPORT = 0;
  private static final int MEMORY_IMPORT = 2;

  @TempDir Path folder;

  /** A program of which the one function of its own is unreachable. */
  private static byte[] program(byte[] imports, int start, byte[] exports, byte[] custom) {
    return ModuleWriter.module()
        .section(ModuleWriter.TYPE, ModuleWriter.programType())
        .section(ModuleWriter.IMPORT, imports)
        .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
        .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
        .section(
            ModuleWriter.EXPORT,
            ModuleWriter.part()
                .unsigned(exports.length == 0 ? 2 : 4)
                .text("_start")
                .bytes(0, start)
                .text("memory")
                .bytes(2, 0)
                .bytes(exports)
                .toBytes())
        .section(ModuleWriter.CODE, new byte[] {1, 3, 0, 0, 0x0b})
        .section(0, custom)
        .toBytes();
  }

  private static byte[] imported(String module, String name, int kind) {
    ModuleWriter part = ModuleWriter.part().unsigned(1).text(module).text(name).bytes(kind, 0);
    return (kind == MEMORY_IMPORT ? part.bytes(1) : part).toBytes();
  }

  private static byte[] named(String function) {
    return ModuleWriter.part()
        .text("name")
        .section(1, ModuleWriter.part().unsigned(1).unsigned(0).text(function).toBytes())
        .toBytes();
  }

  private Throwable refusal(byte[] module) {
    try {
      Guests.load(folder, module).instantiate(Guests.settings(), List.of());
    } catch (ModuleException e) {
      assertThat(e.getMessage()).hasLineCount(1).doesNotContain("\u001b", "\u202e");
      return e;
    }
    throw new AssertionError("the module was not refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {FUNCTION_IMPORT, MEMORY_IMPORT})
  void anImportIsRefusedWithItsNameMadePrintable(int kind) {
    byte[] none = new byte[0];
    assertThat(refusal(program(imported(FORGED, FORGED, kind), 1, none, named("f"))).getMessage())
        .contains(SHOWN + "." + SHOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {FUNCTION_IMPORT, MEMORY_IMPORT})
  void anImportIsRefusedWithItsNameShortened(int kind) {
    byte[] none = new byte[0];
    assertThat(refusal(program(imported(LONG, LONG, kind), 1, none, named("f"))).getMessage())
        .contains("nnn….nnn")
        .hasSizeLessThan(folder.toString().length() + 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {FORGED, "long"})
  void anExportThatIsThereTwiceIsRefusedInOneShortLine(String name) {
    String export = name.equals("long") ? LONG : name;
    byte[] twice = ModuleWriter.part().text(export).bytes(0, 0).text(export).bytes(0, 0).toBytes();
    assertThat(refusal(program(new byte[] {0}, 0, twice, named("f"))).getMessage())
        .contains(name.equals("long") ? "nnnnnnnnnn" : SHOWN)
        .hasSizeLessThan(folder.toString().length() + 600);
  }

  @Test
  void aTrapNamesItsFunctionPrintably() throws Exception {
    byte[] none = new byte[0];
    assertThat(trapIn(program(new byte[] {0}, 0, none, named(FORGED))))
        .contains("in its function " + SHOWN)
        .hasLineCount(1);
    assertThat(trapIn(program(new byte[] {0}, 0, none, named(LONG))))
        .contains("in its function nnn")
        .hasSizeLessThan(400);
  }

  private String trapIn(byte[] module) throws Exception {
    Outcome outcome = Guests.load(folder, module).instantiate(Guests.settings(), List.of()).start();
    return ((Outcome.Trapped) outcome).reason();
  }
}
