package parigot.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The part of a module that is needed to run it once its functions are compiled: everything but the
 * functions' bodies and the custom sections other than the names, and with neighbouring pieces of
 * data in one. It is a module itself, which is parsed in a fraction of the time and takes a
 * fraction of the memory.
 */
final class StrippedModule {
  private static final int HEADER = 8;
  private static final int CUSTOM = 0;
  private static final int CODE = 10;
  private static final int DATA = 11;

  /** Stands in a module whose functions name pieces of data by their numbers. */
  private static final int DATA_COUNT = 12;

  /** A body of three bytes: its length left out, no locals, {@code unreachable}, {@code end}. */
  private static final byte[] NO_BODY = {3, 0, 0x00, 0x0b};

  private final byte[] module;
  private int at;
  private final ByteArrayOutputStream out;

  private StrippedModule(byte[] module) {
    this.module = module;
    this.out = new ByteArrayOutputStream(1024);
  }

  /**
   * Makes the form of a module that has been found valid.
   *
   * @param module the module's bytes
   * @param imports how many functions it imports; they come first in the numbering
   * @param kept the numbers of the functions whose bodies stay, for the interpreter
   */
  static byte[] of(byte[] module, int imports, Set<Integer> kept) {
    StrippedModule form = new StrippedModule(module);
    form.copySections(imports, kept);
    return form.out.toByteArray();
  }

  private void copySections(int imports, Set<Integer> kept) {
    out.write(module, 0, HEADER);
    at = HEADER;
    boolean dataAreNamed = false;
    while (at < module.length) {
      int start = at;
      int id = module[at++];
      int length = readUnsigned();
      int end = at + length;
      if (id == CODE) {
        byte[] code = code(imports, kept);
        out.write(CODE);
        writeUnsigned(out, code.length);
        out.write(code, 0, code.length);
      } else if (id == DATA && !dataAreNamed) {
        byte[] data =
            MergedData.of(module, at, end).orElseGet(() -> Arrays.copyOfRange(module, at, end));
        out.write(DATA);
        writeUnsigned(out, data.length);
        out.write(data, 0, data.length);
      } else if (id != CUSTOM || isNames()) {
        out.write(module, start, end - start);
      }
      dataAreNamed |= id == DATA_COUNT;
      at = end;
    }
  }

  private byte[] code(int imports, Set<Integer> kept) {
    ByteArrayOutputStream code = new ByteArrayOutputStream(1024);
    int count = readUnsigned();
    writeUnsigned(code, count);
    for (int i = 0; i < count; i++) {
      int start = at;
      int length = readUnsigned();
      at += length;
      if (kept.contains(imports + i)) {
        code.write(module, start, at - start);
      } else {
        code.write(NO_BODY, 0, NO_BODY.length);
      }
    }
    return code.toByteArray();
  }

  private boolean isNames() {
    byte[] name = "name".getBytes(StandardCharsets.UTF_8);
    int length = readUnsigned();
    return length == name.length && Arrays.equals(module, at, at + length, name, 0, name.length);
  }

  private int readUnsigned() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = module[at++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  static void writeUnsigned(ByteArrayOutputStream out, int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
