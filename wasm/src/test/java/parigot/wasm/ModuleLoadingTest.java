package parigot.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.wasm.modules.ModuleWriter;

@Timeout(60)
class ModuleLoadingTest {
  private static final String MEMORY = "(memory (export \"memory\") 1)";
  private static final String START = "(func (export \"_start\"))";
  private static final String ALLOC =
      "(func (export \"parigot_alloc_\") (param i32) (result i32) (i32.const 8))";
  private static final String DELIVER = "(func (export \"parigot_deliver_\") (param i32 i32))";

  @TempDir Path folder;

  private void assertRefused(Path file, String... saying) {
    assertThatThrownBy(() -> Guests.engine().load(file))
        .isInstanceOf(ModuleException.class)
        .satisfies(
            refused -> {
              assertThat(refused.getMessage()).startsWith(file + " ").hasLineCount(1);
              for (String part : saying) {
                assertThat(refused.getMessage()).contains(part);
              }
            });
  }

  private void assertRefused(byte[] content, String... saying) {
    assertRefused(Guests.write(folder.resolve("guest.wasm"), content), saying);
  }

  private static String module(String... parts) {
    return "(module " + String.join("\n", parts) + ")";
  }

  @Test
  void aFileThatDoesNotExistIsRefused() {
    assertRefused(folder.resolve("missing.wasm"), "does not exist");
  }

  @Test
  void aFolderIsRefused() {
    assertRefused(folder, "is a folder");
  }

  @Test
  void aFileThatMustNotBeReadIsRefused() throws Exception {
    Path file = Guests.write(folder.resolve("secret.wasm"), Guests.assemble(module(MEMORY, START)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
    assertRefused(file, "cannot be read");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(new byte[0], "is empty");
  }

  static Stream<Arguments> filesThatAreNoModules() {
    return Stream.of(
        arguments("(module (memory 1))".getBytes(UTF_8), "WebAssembly text"),
        arguments(";; a comment\n(module)".getBytes(UTF_8), "WebAssembly text"),
        arguments("Grüße, this is a letter".getBytes(UTF_8), "a text file"),
        arguments("é".repeat(2_000).substring(1).getBytes(UTF_8), "a text file"),
        arguments("#!/bin/sh\n".getBytes(UTF_8), "a script"),
        arguments(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}, "an ELF program"),
        arguments(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}, "a gzip archive"),
        arguments(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}, "a zip or jar archive"),
        arguments(
            new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61},
            "a Java class"),
        arguments(new byte[] {'B', 'C', (byte) 0xc0, (byte) 0xde}, "LLVM bitcode"),
        arguments(new byte[] {1, 2, (byte) 0xfe, 0, 5}, "it begins with the bytes 01 02 fe 00"));
  }

  @ParameterizedTest
  @MethodSource("filesThatAreNoModules")
  void aFileThatIsNoModuleIsRefusedWithWhatItLooksLike(byte[] content, String looksLike) {
    assertRefused(content, "is not a WebAssembly module", looksLike);
  }

  @Test
  void aComponentIsRefusedAsWhatItIs() {
    assertRefused(
        new byte[] {0, 'a', 's', 'm', 0x0d, 0, 1, 0}, "is a WebAssembly component, not a module");
  }

  @Test
  void aModuleOfAnUnknownVersionIsRefusedWithTheVersion() {
    assertRefused(new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0}, "unknown version 2");
  }

  @Test
  void aModuleIsRefusedWhereverItIsCutOff() {
    byte[] whole = Guests.assemble(module(MEMORY, START));
    assertRefused(Arrays.copyOf(whole, 6), "cut off after 6 bytes");
    for (int length = 4; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(cut);
    }
  }

  @Test
  void aModuleThatIsNotValidIsRefused() {
    byte[] module = Guests.assemble(Guests.program("", "(i32.store (i32.const 8) (i32.const 1))"));
    byte[] broken = module.clone();
    int store = indexOf(broken, (byte) 0x36);
    broken[store] = 0x6a;
    assertRefused(broken, "is not a valid WebAssembly module: ");
  }

  @Test
  void aFunctionThatIsNotValidIsNamed() {
    byte[] module = Guests.assemble(Guests.program("", "(i32.store (i32.const 8) (i32.const 1))"));
    byte[] broken = module.clone();
    broken[indexOf(broken, (byte) 0x36)] = 0x37;
    assertRefused(
        broken, "is not a valid WebAssembly module: its function number 0: type mismatch");
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new AssertionError("no such byte");
  }

  static Stream<Arguments> modulesThatAreNoGuests() {
    return Stream.of(
        arguments(module(START), "has no memory"),
        arguments(module("(memory 1)", START), "does not export its memory"),
        arguments(
            module("(memory 1) (global (export \"memory\") i32 (i32.const 1))", START),
            "under the name memory that is none"),
        arguments(module(MEMORY), "exports neither _start"),
        arguments(module(MEMORY, ALLOC), "exports neither _start"),
        arguments(module(MEMORY, DELIVER), "exports parigot_deliver_ but not parigot_alloc_"),
        arguments(
            module(MEMORY, "(func (export \"_start\") (param i32))"),
            "exports _start with the type (i32) -> (), it has to be () -> ()"),
        arguments(
            module(MEMORY, "(global (export \"_start\") i32 (i32.const 1))"),
            "under the name _start that is no function"),
        arguments(
            module(MEMORY, ALLOC, "(func (export \"parigot_deliver_\") (param i64 i32))"),
            "exports parigot_deliver_ with the type (i64, i32) -> (), it has to be (i32, i32) -> ()"),
        arguments(
            module(MEMORY, DELIVER, "(func (export \"parigot_alloc_\") (param i32))"),
            "exports parigot_alloc_ with the type (i32) -> (), it has to be (i32) -> (i32)"),
        arguments(
            module("(import \"env\" \"memory\" (memory 1))", START),
            "imports the memory env.memory, but only functions can be imported"),
        arguments(
            module("(import \"env\" \"g\" (global i32))", MEMORY, START),
            "imports the global env.g, but only functions can be imported"),
        arguments(
            module("(table 900000 funcref) (table 900000 funcref)", MEMORY, START),
            "2 tables with 1800000 entries"));
  }

  @ParameterizedTest
  @MethodSource("modulesThatAreNoGuests")
  void aModuleThatIsNoGuestIsRefused(String text, String why) {
    assertRefused(Guests.assemble(text), why);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments(module(MEMORY, START), GuestShape.LOOP, false),
        arguments(module(MEMORY, START, ALLOC), GuestShape.LOOP, true),
        arguments(module(MEMORY, DELIVER, ALLOC), GuestShape.REACTOR, true),
        arguments(module(MEMORY, DELIVER, ALLOC, START), GuestShape.REACTOR, true));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theExportsSayHowAGuestIsRun(String text, GuestShape shape, boolean alloc) throws Exception {
    CompiledModule module = Guests.load(folder, text);
    assertThat(module.shape()).isEqualTo(shape);
    assertThat(module.exportsAlloc()).isEqualTo(alloc);
  }

  @Test
  void theImportsAreListedInTheirOrder() throws Exception {
    CompiledModule module =
        Guests.load(
            folder,
            module(
                "(import \"parigot\" \"locate_\" (func (param i32 i32 i32 i32) (result i64)))",
                "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32)))",
                MEMORY,
                START));
    assertThat(module.imports())
        .containsExactly(
            new CompiledModule.Import("parigot", "locate_"),
            new CompiledModule.Import("wasi_snapshot_preview1", "proc_exit"));
  }

  @ParameterizedTest
  @MethodSource("importsThatDoNotFit")
  void anImportThatDoesNotFitIsRefusedByName(String function, String why) throws Exception {
    CompiledModule module = Guests.load(folder, module("(import " + function + ")", MEMORY, START));
    assertThatThrownBy(
            () ->
                module.instantiate(
                    Guests.settings(), Guests.host(request -> HostFunction.Reply.EMPTY)))
        .isInstanceOf(ModuleException.class)
        .hasMessage(module.file() + " " + why);
  }

  static Stream<Arguments> importsThatDoNotFit() {
    return Stream.of(
        arguments("\"env\" \"f\" (func)", "imports env.f, which nobody provides"),
        arguments("\"host\" \"f\" (func)", "imports host.f, which nobody provides"),
        arguments("\"teavm\" \"f\" (func)", "imports teavm.f, which nobody provides"),
        arguments(
            "\"wasi_snapshot_preview1\" \"fd_open\" (func)",
            "imports wasi_snapshot_preview1.fd_open, which nobody provides"),
        arguments(
            "\"host\" \"call_\" (func (param i32) (result i32))",
            "imports host.call_ with the type (i32) -> (i32), but it is (i32, i32, i32, i32) ->"
                + " (i64)"));
  }

  @Test
  void aFunctionMayBeImportedTwice() throws Exception {
    String twice = "(import \"host\" \"call_\" (func %s (param i32 i32 i32 i32) (result i64)))";
    CompiledModule module =
        Guests.load(
            folder,
            module(
                twice.formatted("$a"),
                twice.formatted("$b"),
                MEMORY,
                """
                (func (export "_start")
                  (drop (call $a (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 8)))
                  (drop (call $b (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 8))))
                """));
    int[] calls = {0};
    GuestInstance guest =
        module.instantiate(
            Guests.settings(),
            Guests.host(
                request -> {
                  calls[0]++;
                  return HostFunction.Reply.EMPTY;
                }));
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(calls[0]).isEqualTo(2);
  }

  @Test
  void twoHostModulesOfOneNameAreAMistakeOfTheHost() throws Exception {
    CompiledModule module = Guests.load(folder, module(MEMORY, START));
    HostModule one = new HostModule("a", HostModule.Errors.OF_A_SERVICE, Map.of());
    assertThatThrownBy(() -> module.instantiate(Guests.settings(), List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingOfAModuleRunsBeforeItIsStarted() throws Exception {
    boolean[] ran = {false};
    GuestInstance guest =
        Guests.load(
                folder,
                """
                (module
                  (import "host" "call_" (func $call (param i32 i32 i32 i32) (result i64)))
                  (memory (export "memory") 1)
                  (func $first
                    (drop (call $call (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 8))))
                  (start $first)
                  (func (export "_start")))
                """)
            .instantiate(
                Guests.settings(),
                Guests.host(
                    request -> {
                      ran[0] = true;
                      return HostFunction.Reply.EMPTY;
                    }));
    assertThat(ran[0]).isFalse();
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(ran[0]).isTrue();
  }

  @Test
  void aDataSegmentOutsideTheMemoryIsRefusedAtInstantiation() throws Exception {
    CompiledModule module =
        Guests.load(folder, module(MEMORY, START, "(data (i32.const 65530) \"too long here\")"));
    assertThatThrownBy(() -> module.instantiate(Guests.settings(), List.of()))
        .isInstanceOf(ModuleException.class)
        .hasMessageContaining("cannot be instantiated");
  }

  /** The text format's assembler here knows no collected types, so these are spelt out. */
  @Test
  void aModuleWithGarbageCollectedTypesIsRefused() {
    assertRefused(
        program(new byte[] {2, 0x60, 0, 0, 0x5f, 0}, new byte[] {0, 0x0b}), "garbage-collected");
  }

  @Test
  void aModuleWithGarbageCollectedNumbersIsRefused() {
    // i32.const 1, ref.i31, drop
    assertRefused(
        program(ModuleWriter.programType(), new byte[] {0, 0x41, 1, (byte) 0xfb, 0x1c, 0x1a, 0x0b}),
        "garbage-collected");
  }

  private static byte[] program(byte[] types, byte[] body) {
    return ModuleWriter.module()
        .section(ModuleWriter.TYPE, types)
        .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
        .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
        .programExports()
        .section(ModuleWriter.CODE, ModuleWriter.part().bytes(1).sized(body).toBytes())
        .toBytes();
  }
}
