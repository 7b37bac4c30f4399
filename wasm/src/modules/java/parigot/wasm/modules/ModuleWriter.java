package parigot.wasm.modules;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes modules byte by byte, for what the text format's assembler cannot say or cannot bear.
 * Sections and what they consist of are written apart, and then put in with their length.
 */
public final class ModuleWriter {
  public static final int CUSTOM = 0;
  public static final int TYPE = 1;
  public static final int IMPORT = 2;
  public static final int FUNCTION = 3;
  public static final int TABLE = 4;
  public static final int MEMORY = 5;
  public static final int GLOBAL = 6;
  public static final int EXPORT = 7;
  public static final int ELEMENT = 9;
  public static final int CODE = 10;
  public static final int DATA = 11;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ModuleWriter() {}

  /** The content of a section with the one type of a function that takes and gives nothing. */
  public static byte[] programType() {
    return new byte[] {1, 0x60, 0, 0};
  }

  /** The content of a section with one function, of the first type. */
  public static byte[] oneFunction() {
    return new byte[] {1, 0};
  }

  /** A part of a module, which is empty yet. */
  public static ModuleWriter part() {
    return new ModuleWriter();
  }

  /** A module, of which the header is written. */
  public static ModuleWriter module() {
    return new ModuleWriter().bytes(0, 'a', 's', 'm', 1, 0, 0, 0);
  }

  /** Writes these bytes. */
  public ModuleWriter bytes(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /** Writes these bytes. */
  public ModuleWriter bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    return this;
  }

  /** Writes a number in LEB128, which has no sign. */
  public ModuleWriter unsigned(long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  /** Writes a number in LEB128, which may be negative. */
  public ModuleWriter signed(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  /** Writes a name: its UTF-8 after their length. */
  public ModuleWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return unsigned(utf8.length).bytes(utf8);
  }

  /** Writes these bytes after their length. */
  public ModuleWriter sized(byte[] content) {
    return unsigned(content.length).bytes(content);
  }

  /** Writes a section with what was written as its content. */
  public ModuleWriter section(int id, byte[] content) {
    return bytes(id).sized(content);
  }

  /** Exports the function 0 as {@code _start} and the memory. */
  public ModuleWriter programExports() {
    return section(
        EXPORT, part().unsigned(2).text("_start").bytes(0, 0).text("memory").bytes(2, 0).toBytes());
  }

  /** Names the first functions of the module, those that it imports included. */
  public ModuleWriter functionNames(String... names) {
    ModuleWriter named = part().unsigned(names.length);
    for (int i = 0; i < names.length; i++) {
      named.unsigned(i).text(names[i]);
    }
    return section(CUSTOM, part().text("name").section(1, named.toBytes()).toBytes());
  }

  /** What has been written. */
  public byte[] toBytes() {
    return out.toByteArray();
  }
}
