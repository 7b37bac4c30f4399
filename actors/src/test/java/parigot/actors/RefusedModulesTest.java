package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.runtime.StartException;
import parigot.runtime.settings.SettingsException;
import parigot.wasm.GuestShape;
import parigot.wasm.modules.GoLikeModule;

/** Modules that cannot be guests: one sentence that names guest and file, and no guest has run. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class RefusedModulesTest {
  private static final String MEMORY = "(memory (export \"memory\") 1)";
  private static final String START = "(func (export \"_start\"))";
  private static final String MESSAGE_CALL = "(func (param i32 i32 i32 i32) (result i64))";

  @TempDir Path folder;

  @Test
  void aFileThatDoesNotExist() {
    assertRefused(
        folder.resolve("bad.wasm"),
        "parigot.guests.bad.wasm names FILE, and there is no such file; looked for FILE.",
        SettingsException.class);
  }

  @Test
  void aFileThatIsNoWebAssembly() {
    assertRefused(
        file("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII)),
        "guest bad: FILE is not a WebAssembly module but looks like a script");
  }

  @Test
  void aComponentInsteadOfAModule() {
    assertRefused(
        file(new byte[] {0, 'a', 's', 'm', 0x0d, 0, 1, 0}),
        "guest bad: FILE is a WebAssembly component, not a module: build it for WASI preview 1"
            + " without turning it into a component");
  }

  @Test
  void aModuleThatIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(TestApplication.module(GuestShape.LOOP));
    Path file = file(Arrays.copyOf(whole, whole.length / 2));
    try (TestApplication application = withA(file)) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("guest bad: " + file + " is not a valid WebAssembly module: ");
      assertThat(application.printed()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "parigot | locat_ | did you mean parigot.locate_?",
        "parigott | locate_ | did you mean parigot.locate_?",
        "parigot | no_such_call_ | parigot has no such function",
        "env | notify | a C linker puts there what was declared and not defined: link what"
            + " defines it",
        "wasi_snapshot_preview1 | fd_wrote | did you mean wasi_snapshot_preview1.fd_write?",
        "wasi_unstable | fd_write | that is the WASI before preview 1: build it for preview 1",
        "acme | transmogrify_ | it can import from log, parigot, wasi_snapshot_preview1",
      })
  void anImportThatNobodyProvides(String module, String function, String hint) {
    assertRefused(
        assembled("(import \"%s\" \"%s\" %s)".formatted(module, function, MESSAGE_CALL), START),
        "guest bad: FILE imports %s.%s, which nobody provides; %s"
            .formatted(module, function, hint));
  }

  @Test
  void allImportsThatNobodyProvides() {
    StringBuilder imports = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      imports.append("(import \"env\" \"f%d\" %s)".formatted(i, MESSAGE_CALL));
    }
    assertRefused(
        assembled(imports.toString(), START),
        "guest bad: FILE imports env.f0, env.f1, env.f2, env.f3, env.f4 and 2 more, which nobody"
            + " provides; a C linker puts there what was declared and not defined: link what"
            + " defines it");
  }

  @Test
  void whatNobodyProvidesIsFoundBeforeAnythingIsCompiled() throws IOException {
    Path bad = assembled("(import \"acme\" \"f\" " + MESSAGE_CALL + ")", START);
    Path large = Files.write(folder.resolve("large.wasm"), new GoLikeModule(300, 100).toBytes());
    Path cache = folder.resolve("cache");
    try (TestApplication application =
        TestApplication.with()
            .settings("parigot.cache-dir = \"%s\"".formatted(cache))
            .guest("a", "main", large)
            .guest("bad", "main", bad)) {
      for (String run : List.of("cold", "cached")) {
        assertThatThrownBy(application::start)
            .as(run)
            .isInstanceOf(StartException.class)
            .hasMessage(
                "guest bad: %s imports acme.f, which nobody provides; it can import from log, parigot, wasi_snapshot_preview1"
                    .formatted(bad));
        assertThat(compiled(cache)).as("compiled, " + run).isEqualTo(run.equals("cold") ? 0 : 1);
        try (TestApplication alone =
            TestApplication.with()
                .settings("parigot.cache-dir = \"%s\"".formatted(cache))
                .guest("a", "main", large)) {
          assertThat(alone.run()).isZero();
        }
      }
    }
  }

  @Test
  void tooMuchMemoryIsFoundBeforeAnythingIsCompiled() throws IOException {
    Path good = Files.write(folder.resolve("large.wasm"), new GoLikeModule(300, 100).toBytes());
    Path large = write("(module (memory (export \"memory\") 2) " + START + ")");
    Path cache = folder.resolve("cache");
    try (TestApplication application =
        TestApplication.with()
            .settings("parigot.cache-dir = \"%s\"".formatted(cache))
            .guest("a", "main", good)
            .guest("bad", "main", large)
            .set("bad", "memory-limit = 64 KiB, message-limit = 4 KiB")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "guest bad: %s begins with 131,072 bytes of memory, more than its limit of 65,536 bytes"
                  .formatted(large));
      application.settings("parigot.memory-total = 64 KiB").set("bad", "memory-limit = 1 MiB");
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("guest a: its memory may grow to ");
      assertThat(compiled(cache)).isZero();
    }
  }

  private static long compiled(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".wasm-classes")).count();
    }
  }

  @Test
  void anImportOfAPluginThatTheGuestIsNotGranted() {
    assertRefused(
        assembled("(import \"queue\" \"send_\" " + MESSAGE_CALL + ")", START),
        "guest bad: bad.wasm imports queue.send_, and the guest is not granted that plugin; add"
            + " queue to parigot.guests.bad.plugins.");
  }

  @Test
  void anImportOfAnotherTypeThanTheFunctionHas() {
    assertRefused(
        assembled("(import \"parigot\" \"locate_\" (func (param i32) (result i32)))", START),
        "guest bad: FILE imports parigot.locate_ with the type (i32) -> (i32), but it is"
            + " (i32, i32, i32, i32) -> (i64)");
  }

  @Test
  void aModuleWithoutTheExportThatStartsAGuest() {
    assertRefused(
        assembled("", ""),
        "guest bad: FILE is no guest: it exports neither _start (a program) nor parigot_deliver_"
            + " and parigot_alloc_ (a reactor)");
  }

  @Test
  void aReactorWithoutItsAllocation() {
    assertRefused(
        assembled("", "(func (export \"parigot_deliver_\") (param i32 i32))"),
        "guest bad: FILE exports parigot_deliver_ but not parigot_alloc_, which goes with it");
  }

  @Test
  void aModuleThatNeedsMoreMemoryThanItsLimit() {
    Path file = assembled("", START);
    try (TestApplication application = withA(file)) {
      application.set("bad", "memory-limit = 64 KiB, message-limit = 4 KiB");
      assertThat(application.run()).isZero();
    }
    Path larger = write("(module (memory (export \"memory\") 2) " + START + ")");
    try (TestApplication application = withA(larger)) {
      application.set("bad", "memory-limit = 64 KiB, message-limit = 4 KiB");
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("guest bad: " + larger)
          .hasMessageContaining("memory");
      assertThat(application.printed()).isEmpty();
    }
  }

  @Test
  void allGuestsAreNamedThatCannotBeStarted() {
    Path empty = file(new byte[0]);
    Path wild = folder.resolve("wild.wasm");
    write(wild, "(module (import \"acme\" \"f\" (func)) " + MEMORY + START + ")");
    try (TestApplication application =
        TestApplication.with()
            .main("good", GuestShape.LOOP, "print never")
            .guest("one", "server", empty)
            .guest("three", "main", wild)
            .guest("two", "server", empty)
            .set("good", "plugins = [nosuch]")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(
              "guests one, two: " + empty + " is empty, it should be a WebAssembly module.\n")
          .hasMessageContaining("guest good is granted the plugin nosuch");
      application.set("good", "plugins = []");
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              """
              guests one, two: %s is empty, it should be a WebAssembly module.
              guest three: %s imports acme.f, which nobody provides; it can import from log, parigot, wasi_snapshot_preview1."""
                  .formatted(empty, wild));
    }
  }

  private static TestApplication withA(Path bad) {
    return TestApplication.with()
        .guest("bad", "main", bad)
        .main("good", GuestShape.REACTOR, "register good", "print good ran", "proc-exit 0");
  }

  private static void assertRefused(Path file, String sentence) {
    assertRefused(file, sentence, StartException.class);
  }

  private static void assertRefused(
      Path file, String sentence, Class<? extends RuntimeException> type) {
    try (TestApplication application = withA(file)) {
      assertThatThrownBy(application::start)
          .isInstanceOf(type)
          .hasMessageEndingWith(sentence.replace("FILE", file.toString()));
      assertThat(application.printed()).as("what the good guest printed").isEmpty();
    }
  }

  private Path assembled(String imports, String functions) {
    return write("(module " + imports + " " + MEMORY + " " + functions + ")");
  }

  private Path write(String text) {
    return write(folder.resolve("bad.wasm"), text);
  }

  private static Path write(Path file, String text) {
    return write(file, Wat2Wasm.parse(text));
  }

  private Path file(byte[] content) {
    return write(folder.resolve("bad.wasm"), content);
  }

  private static Path write(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
