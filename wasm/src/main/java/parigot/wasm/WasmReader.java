package parigot.wasm;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Reads a module's bytes in their order, and never past their end. */
final class WasmReader {
  static final int HEADER = 8;

  static final int CUSTOM = 0;
  static final int TYPE = 1;
  static final int IMPORT = 2;
  static final int FUNCTION = 3;
  static final int TABLE = 4;
  static final int MEMORY = 5;
  static final int GLOBAL = 6;
  static final int EXPORT = 7;
  static final int ELEMENT = 9;
  static final int CODE = 10;
  static final int DATA = 11;

  /** Stands in a module whose functions name pieces of data by their numbers. */
  static final int DATA_COUNT = 12;

  static final int TAG = 13;

  static final int FUNCTION_TYPE = 0x60;
  static final int GROUP = 0x4e;
  static final int FINAL_SUBTYPE = 0x4f;
  static final int SUBTYPE = 0x50;
  static final int REF = 0x64;
  static final int REF_NULL = 0x63;
  static final int V128 = 0x7b;

  /** A 64-bit number has ten bytes at most. */
  private static final int MOST_BYTES = 10;

  private final byte[] bytes;
  private int at;

  WasmReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes are no module. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String what) {
      super(what);
    }
  }

  int at() {
    return at;
  }

  /** Another reader of the same module, at a place in it. */
  WasmReader copyAt(int place) {
    WasmReader copy = new WasmReader(bytes);
    copy.seek(place);
    return copy;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  /** The place so many bytes on. */
  int endOf(int size) {
    if (size > bytes.length - at) {
      throw cutOff();
    }
    return at + size;
  }

  void skip(int count) {
    at = endOf(count);
  }

  /** Goes on at a place that lies ahead, or is this one. */
  void seek(int place) {
    if (place < at) {
      throw new Malformed("a section is longer than it says, at offset %,d".formatted(place));
    }
    at = place;
  }

  int octet() {
    if (at >= bytes.length) {
      throw cutOff();
    }
    return bytes[at++] & 0xff;
  }

  /** The byte that comes next. */
  int peek() {
    if (at >= bytes.length) {
      throw cutOff();
    }
    return bytes[at] & 0xff;
  }

  /** A length or a count, of 32 bits without a sign; more than an int holds is in no module. */
  int count() {
    long value = unsigned();
    if (value > Integer.MAX_VALUE) {
      throw new Malformed("it counts %,d of something, before offset %,d".formatted(value, at));
    }
    return (int) value;
  }

  /** A number without a sign. */
  long unsigned() {
    long value = 0;
    for (int i = 0; i < MOST_BYTES; i++) {
      int b = octet();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        return value;
      }
    }
    throw new Malformed("a number is too long, before offset %,d".formatted(at));
  }

  /** A name, as its length and its text in UTF-8, inside a section that ends there. */
  String text(int end) {
    int length = count();
    if (length > end - at) {
      throw new Malformed("a name is longer than its section, before offset %,d".formatted(at));
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** The bytes from here up to a place that lies ahead, or is this one. */
  ByteString bytes(int end) {
    ByteString taken = ByteString.copyFrom(bytes, at, end - at);
    at = end;
    return taken;
  }

  /** A number with a sign, of 32 bits. */
  int signed32() {
    int value = 0;
    int shift = 0;
    int b;
    do {
      b = octet();
      value |= (b & 0x7f) << shift;
      shift += 7;
    } while (b >= 0x80);
    return shift < Integer.SIZE && (b & 0x40) != 0 ? value | (-1 << shift) : value;
  }

  /** Passes over a number with a sign. */
  void signed() {
    long unused = unsigned();
  }

  private static Malformed cutOff() {
    return new Malformed("it ends before it should");
  }
}
