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
  /** A body of three bytes: its length left out, no locals, {@code unreachable}, {@code end}. */
  private static final byte[] NO_BODY = {3, 0, 0x00, 0x0b};

  private final byte[] module;
  private final WasmReader in;
  private final ByteArrayOutputStream out;

  private StrippedModule(byte[] module) {
    this.module = module;
    this.in = new WasmReader(module);
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
    out.write(module, 0, WasmReader.HEADER);
    in.skip(WasmReader.HEADER);
    boolean dataAreNamed = false;
    while (!in.atEnd()) {
      int start = in.at();
      int id = in.octet();
      int length = in.count();
      int end = in.endOf(length);
      if (id == WasmReader.CODE) {
        byte[] code = code(imports, kept);
        out.write(WasmReader.CODE);
        writeUnsigned(out, code.length);
        out.write(code, 0, code.length);
      } else if (id == WasmReader.DATA && !dataAreNamed) {
        byte[] data =
            MergedData.of(module, in.at(), end)
                .orElseGet(() -> Arrays.copyOfRange(module, in.at(), end));
        out.write(WasmReader.DATA);
        writeUnsigned(out, data.length);
        out.write(data, 0, data.length);
      } else if (id != WasmReader.CUSTOM || isNames()) {
        out.write(module, start, end - start);
      }
      dataAreNamed |= id == WasmReader.DATA_COUNT;
      in.seek(end);
    }
  }

  private byte[] code(int imports, Set<Integer> kept) {
    ByteArrayOutputStream code = new ByteArrayOutputStream(1024);
    int count = in.count();
    writeUnsigned(code, count);
    for (int i = 0; i < count; i++) {
      int start = in.at();
      int length = in.count();
      in.skip(length);
      if (kept.contains(imports + i)) {
        code.write(module, start, in.at() - start);
      } else {
        code.write(NO_BODY, 0, NO_BODY.length);
      }
    }
    return code.toByteArray();
  }

  private boolean isNames() {
    byte[] name = "name".getBytes(StandardCharsets.UTF_8);
    int length = in.count();
    return length == name.length
        && Arrays.equals(module, in.at(), in.at() + length, name, 0, name.length);
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
