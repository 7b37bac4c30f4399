package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.wasm.modules.ModuleWriter;

/** Modules that are small or plain, and that would keep the engine busy for minutes. */
@Timeout(60)
class ModuleShapesTest {
  private static final byte[] MEMORY = {1, 0, 1};

  @TempDir Path folder;

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments(
            functions(1_000, body -> body.bytes(1).unsigned(50_000).bytes(0x7f, 0x0b)),
            "has 5,050,000 local variables or more in its functions, at most 5,000,000 are possible"),
        arguments(
            functions(1, body -> body.bytes(1).unsigned(50_001).bytes(0x7f, 0x0b)),
            "has 50,001 local variables or more in its function number 0, at most 50,000 are"
                + " possible"),
        arguments(
            functions(1, body -> body.bytes(1).unsigned(4_294_967_295L).bytes(0x7f, 0x0b)),
            "has 4,294,967,295 local variables or more in its function number 0, at most 50,000"),
        arguments(
            functions(1_000_000, body -> body.bytes(0, 0x0b)),
            "has 1,000,000 functions, at most 200,000 are possible"),
        arguments(
            function(body -> body.bytes(0x41, 0, 0x0e).unsigned(4_000_000_000L).bytes(0)),
            "is not a valid WebAssembly module: it counts 4,000,000,000 of something"),
        arguments(
            function(
                body ->
                    body.bytes(0x41, 0, 0x0e).unsigned(65_521).bytes(new byte[65_521]).bytes(0)),
            "has a br_table with 65,521 targets in its function number 0, at offset 55, at most"
                + " 65,520 are possible"),
        arguments(
            function(
                body -> {
                  for (int i = 0; i < 50_001; i++) {
                    body.bytes(0x02, 0x40);
                  }
                  for (int i = 0; i < 50_001; i++) {
                    body.bytes(0x0b);
                  }
                }),
            "has blocks nested more than 50,000 deep in its function number 0"),
        arguments(
            function(body -> body.bytes(new byte[7_654_322]).bytes(0)),
            "bytes in its function number 0, at most 7,654,321 are possible"),
        arguments(
            sections(
                types -> {
                  types.unsigned(20_001);
                  for (int i = 0; i < 20_001; i++) {
                    types.bytes(0x60, 0, 0);
                  }
                }),
            "has 20,001 types, at most 20,000 are possible"),
        arguments(
            sections(types -> types.unsigned(1).bytes(0x60).unsigned(1_001).bytes(new byte[1_001])),
            "has a type with 1,001 parameters, at most 1,000 are possible"),
        arguments(
            section(
                ModuleWriter.EXPORT,
                exports ->
                    exports
                        .unsigned(2)
                        .text("_start")
                        .bytes(0, 0)
                        .text("x".repeat(100_001))
                        .bytes(2, 0)),
            "has a name of 100,001 bytes, at most 100,000 are possible"),
        arguments(
            section(ModuleWriter.GLOBAL, globals -> globals.unsigned(100_001)),
            "has 100,001 global variables, at most 100,000 are possible"),
        arguments(
            section(ModuleWriter.TABLE, tables -> tables.unsigned(17)),
            "has 17 tables, at most 16 are possible"),
        arguments(
            section(ModuleWriter.DATA, data -> data.unsigned(1_000_001)),
            "has 1,000,001 pieces of data, at most 1,000,000 are possible"),
        arguments(
            section(
                ModuleWriter.ELEMENT,
                elements ->
                    elements
                        .unsigned(1)
                        .bytes(1, 0)
                        .unsigned(1_000_001)
                        .bytes(new byte[1_000_001])),
            "has 1,000,001 elements or more in its element segments, at most 1,000,000 are"
                + " possible"),
        arguments(
            section(ModuleWriter.IMPORT, imports -> imports.unsigned(1_001)),
            "imports 1,001 things, at most 1,000 are possible"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aModuleOfAShapeThatNoCompilerMakesIsRefusedAtOnce(byte[] module, String why) {
    assertRefused(module, why);
  }

  static Stream<Arguments> proposals() {
    return Stream.of(
        arguments(
            function(body -> body.bytes(0xfd, 0x0c).bytes(new byte[16]).bytes(0x1a)),
            "uses the proposal SIMD (in its function number 0, at offset 49), which this engine"
                + " does not run: build it without SIMD"),
        arguments(
            function(body -> body.bytes(0xfd).unsigned(0x100)),
            "uses the proposal relaxed-SIMD (in its function number 0, at offset 49)"),
        arguments(
            functions(1, body -> body.bytes(1, 1, 0x7b, 0x0b)),
            "uses the proposal SIMD (in its function number 0)"),
        arguments(
            function(body -> body.bytes(0x06, 0x40, 0x19, 0x0b)),
            "uses the proposal legacy-exceptions (in its function number 0, at offset 49)"),
        arguments(
            function(body -> body.bytes(0xfc, 0x13)),
            "uses the proposal wide-arithmetic (in its function number 0, at offset 49)"),
        arguments(
            function(body -> body.bytes(0xe0, 0)),
            "uses the proposal stack-switching (in its function number 0, at offset 49)"),
        arguments(
            section(ModuleWriter.MEMORY, memory -> memory.bytes(1, 4, 1)),
            "uses the proposal memory64 (in its memory)"),
        arguments(
            section(ModuleWriter.MEMORY, memory -> memory.bytes(1, 8, 1, 0)),
            "uses the proposal custom-page-sizes (in its memory)"));
  }

  @ParameterizedTest
  @MethodSource("proposals")
  void aProposalThatIsNotRunIsNamedWithItsPlace(byte[] module, String why) {
    assertRefused(module, why);
  }

  private void assertRefused(byte[] module, String why) {
    Path file = Guests.write(folder.resolve("guest.wasm"), module);
    assertThatThrownBy(() -> Guests.engine().load(file))
        .isInstanceOf(ModuleException.class)
        .satisfies(
            refused -> {
              assertThat(refused.getMessage()).startsWith(file + " ").hasLineCount(1);
              assertThat(refused.getMessage()).contains(why);
            });
  }

  private interface Part {
    void writeTo(ModuleWriter part);
  }

  /** A program with one function. */
  private static byte[] function(Part instructions) {
    return functions(
        1,
        body -> {
          body.bytes(0);
          instructions.writeTo(body);
          body.bytes(0x0b);
        });
  }

  private static byte[] functions(int count, Part body) {
    ModuleWriter one = ModuleWriter.part();
    body.writeTo(one);
    ModuleWriter code = ModuleWriter.part().unsigned(count);
    for (int i = 0; i < count; i++) {
      code.sized(one.toBytes());
    }
    return ModuleWriter.module()
        .section(ModuleWriter.TYPE, ModuleWriter.programType())
        .section(
            ModuleWriter.FUNCTION,
            ModuleWriter.part().unsigned(count).bytes(new byte[count]).toBytes())
        .section(ModuleWriter.MEMORY, MEMORY)
        .programExports()
        .section(ModuleWriter.CODE, code.toBytes())
        .toBytes();
  }

  private static byte[] sections(Part types) {
    return section(ModuleWriter.TYPE, types);
  }

  /** A module with this section in the place where a valid one has it. */
  private static byte[] section(int id, Part content) {
    ModuleWriter part = ModuleWriter.part();
    content.writeTo(part);
    return ModuleWriter.module().section(id, part.toBytes()).toBytes();
  }
}
