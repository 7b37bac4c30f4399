package parigot.wasm;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes guests for tests out of WebAssembly text. */
final class Guests {
  static final long MEMORY_LIMIT = 16 * 1024 * 1024;
  static final int MESSAGE_LIMIT = 100_000;

  private Guests() {}

  /** An engine that keeps nothing between runs. */
  static Engine engine() {
    return Engine.open(new EngineSettings(Optional.empty()));
  }

  /** Assembles a module. */
  static byte[] assemble(String text) {
    return Wat2Wasm.parse(text);
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CompiledModule load(Path folder, String text) throws ModuleException {
    return load(folder, assemble(text));
  }

  static CompiledModule load(Path folder, byte[] module) throws ModuleException {
    try (Engine engine = engine()) {
      return engine.load(write(folder.resolve("guest.wasm"), module));
    }
  }

  /** A reactor that has the given functions and imports beside what a reactor must have. */
  static String reactor(String imports, String deliver) {
    return """
        (module
          %s
          (memory (export "memory") 1)
          (global $next (mut i32) (i32.const 32768))
          (func (export "parigot_alloc_") (param $size i32) (result i32)
            (local $block i32)
            (local.set $block (global.get $next))
            (global.set $next (i32.and (i32.add (i32.add (global.get $next) (local.get $size))
                                                (i32.const 7)) (i32.const -8)))
            (local.get $block))
          (func (export "parigot_deliver_") (param $event i32) (param $length i32)
            %s))
        """
        .formatted(imports, deliver);
  }

  /** A program with one page of memory. */
  static String program(String imports, String body) {
    return """
        (module
          %s
          (memory (export "memory") 1)
          (func (export "_start")
            %s))
        """
        .formatted(imports, body);
  }

  /** Takes what a guest writes. */
  static final class Written implements InstanceSettings.Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes.write(from, offset, length);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  static InstanceSettings settings() {
    return settings(new TestClockAndRandom(1));
  }

  static InstanceSettings settings(ClockAndRandom clockAndRandom) {
    return settings(clockAndRandom, new Written(), MEMORY_LIMIT);
  }

  static InstanceSettings settings(
      ClockAndRandom clockAndRandom, InstanceSettings.Output stdout, long memory) {
    return new InstanceSettings(
        "guest", List.of(), Map.of(), memory, MESSAGE_LIMIT, clockAndRandom, stdout, new Written());
  }

  /** One host function {@code host.call_}, whose module refuses with 11 to 14. */
  static List<HostModule> host(HostFunction function) {
    return List.of(
        new HostModule("host", new HostModule.Errors(11, 12, 13, 14), Map.of("call_", function)));
  }
}
