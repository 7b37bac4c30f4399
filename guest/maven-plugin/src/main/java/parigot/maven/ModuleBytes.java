package parigot.maven;

import java.io.ByteArrayOutputStream;

/** Reads a module as TeaVM writes them. */
final class ModuleBytes {
  static final int HEADER = 8;
  static final int TYPE_SECTION = 1;
  static final int IMPORT_SECTION = 2;
  static final int FUNCTION_SECTION = 3;
  static final int CODE_SECTION = 10;

  private static final int OF_MEMORY_AND_TABLES = 0xfc;

  private final byte[] module;
  private int at;

  ModuleBytes(byte[] module, int at) {
    this.module = module;
    this.at = at;
  }

  int at() {
    return at;
  }

  void seek(int place) {
    at = place;
  }

  int octet() {
    return module[at++] & 0xff;
  }

  int unsigned() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = module[at++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** Passes over numbers of any length. */
  void skipNumbers(int count) {
    for (int i = 0; i < count; i++) {
      while (module[at++] < 0) {
        // The number goes on.
      }
    }
  }

  void skip(int count) {
    at += count;
  }

  /** Passes over a vector of bytes, such as a name. */
  void skipBytes() {
    int length = unsigned();
    at += length;
  }

  /** Passes over what follows an instruction's opcode. */
  void skipOperands(int opcode) {
    switch (opcode) {
      case 0x02, 0x03, 0x04, 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26 ->
          skipNumbers(1);
      case 0x0e -> skipNumbers(unsigned() + 1);
      case 0x11 -> skipNumbers(2);
      case 0x3f, 0x40 -> skip(1);
      case 0x41, 0x42 -> skipNumbers(1);
      case 0x43 -> skip(Float.BYTES);
      case 0x44 -> skip(Double.BYTES);
      case OF_MEMORY_AND_TABLES -> {
        int further = unsigned();
        skipNumbers(
            switch (further) {
              case 9, 11, 13, 15, 16, 17 -> 1;
              case 8, 10, 12, 14 -> 2;
              default -> 0;
            });
      }
      default -> {
        if (opcode > OF_MEMORY_AND_TABLES) {
          throw new IllegalArgumentException(
              "the module has an instruction 0x%02x, which TeaVM does not write".formatted(opcode));
        }
        if (opcode >= 0x28 && opcode <= 0x3e) {
          skipNumbers(2);
        }
      }
    }
  }

  static void unsigned(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
