package parigot.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes modules byte by byte, for what the text format's assembler cannot say or cannot bear. */
final class ModuleWriter {
  static final int TYPE = 1;
  static final int FUNCTION = 3;
  static final int MEMORY = 5;
  static final int EXPORT = 7;
  static final int CODE = 10;
  static final int DATA = 11;

  static final byte[] PROGRAM_TYPE = {1, 0x60, 0, 0};
  static final byte[] ONE_FUNCTION = {1, 0};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static ModuleWriter module() {
    return new ModuleWriter().bytes(0, 'a', 's', 'm', 1, 0, 0, 0);
  }

  ModuleWriter bytes(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  ModuleWriter bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    return this;
  }

  ModuleWriter unsigned(long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  ModuleWriter signed(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  ModuleWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return unsigned(utf8.length).bytes(utf8);
  }

  /** Writes these bytes after their length. */
  ModuleWriter sized(byte[] content) {
    return unsigned(content.length).bytes(content);
  }

  ModuleWriter section(int id, byte[] content) {
    return bytes(id).sized(content);
  }

  /** Exports the function 0 as {@code _start} and the memory. */
  ModuleWriter programExports() {
    return section(
        EXPORT,
        new ModuleWriter()
            .unsigned(2)
            .text("_start")
            .bytes(0, 0)
            .text("memory")
            .bytes(2, 0)
            .toBytes());
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
