package parigot.message;

import java.util.function.IntFunction;

/** The values of a field between JSON and the binary format, one of each, without their tags. */
final class JsonValue {
  private final char kind;
  private final int index;
  private final IntFunction<JsonType> types;
  private JsonType type;

  private JsonValue(char kind, int index, IntFunction<JsonType> types) {
    this.kind = kind;
    this.index = index;
    this.types = types;
  }

  /** What these letters mean. A type of its own is asked for when it is first used. */
  static JsonValue of(String letters, IntFunction<JsonType> types) {
    int index = letters.length() == 1 ? 0 : Integer.parseInt(letters.substring(1));
    return new JsonValue(letters.charAt(0), index, types);
  }

  private JsonType type() {
    if (type == null) {
      type = types.apply(index);
    }
    return type;
  }

  private JsonEnum constants() {
    return (JsonEnum) type();
  }

  private JsonShape shape() {
    return ((JsonFormat<?>) type()).shape();
  }

  /** Whether {@code null} is one of the values. */
  boolean hasNull() {
    return switch (kind) {
      case 'e' -> constants().isNull();
      case 'm' -> shape().hasNull();
      default -> false;
    };
  }

  int wireType() {
    return switch (kind) {
      case 'i', 'u', 'z', 'I', 'U', 'Z', 'b', 'e' -> WireType.VARINT;
      case 'f', 'g', 'r' -> WireType.FIXED32;
      case 'F', 'G', 'd' -> WireType.FIXED64;
      default -> WireType.LENGTH_DELIMITED;
    };
  }

  void write(MessageReader in, JsonOutput out) {
    switch (kind) {
      case 'i', 'u', 'z', 'f', 'g' -> out.raw(number(in));
      case 'I', 'U', 'Z', 'F', 'G' -> out.raw('"').raw(number(in)).raw('"');
      case 'r' -> out.number(in.readFloat());
      case 'd' -> out.number(in.readDouble());
      case 'b' -> out.raw(in.readBool() ? "true" : "false");
      case 't' -> out.text(in.readString());
      case 'y' -> out.raw('"').raw(Base64Text.write(in.readBytes())).raw('"');
      case 'e' -> constants().write(in.readInt32(), out);
      default -> {
        int outer = in.enterMessage();
        shape().write(in, out);
        in.leaveMessage(outer);
      }
    }
  }

  /** The key of an entry, which always is a text. */
  void writeKey(MessageReader in, JsonOutput out) {
    switch (kind) {
      case 't' -> out.text(in.readString());
      case 'b' -> out.text(in.readBool() ? "true" : "false");
      default -> out.text(number(in));
    }
  }

  private String number(MessageReader in) {
    return switch (kind) {
      case 'i' -> Integer.toString(in.readInt32());
      case 'u' -> Long.toString(in.readInt32() & 0xffffffffL);
      case 'z' -> Integer.toString(in.readSint32());
      case 'f' -> Long.toString(in.readFixed32() & 0xffffffffL);
      case 'g' -> Integer.toString(in.readFixed32());
      case 'I' -> Long.toString(in.readInt64());
      case 'U' -> unsigned(in.readInt64());
      case 'Z' -> Long.toString(in.readSint64());
      case 'F' -> unsigned(in.readFixed64());
      default -> Long.toString(in.readFixed64());
    };
  }

  private static String unsigned(long bits) {
    return bits < 0 ? new UnsignedLong(bits).toString() : Long.toString(bits);
  }

  void read(Object json, MessageWriter out, JsonPath path) {
    switch (kind) {
      case 'r' -> out.fixed32(Float.floatToRawIntBits(float32(json, path)));
      case 'd' -> out.fixed64(Double.doubleToRawLongBits(float64(json, path)));
      case 'b' -> {
        if (json != Boolean.TRUE && json != Boolean.FALSE) {
          throw path.wrong(json, "a bool");
        }
        out.varint(json == Boolean.TRUE ? 1 : 0);
      }
      case 't' -> out.string(path.text(json, "a text"));
      case 'y' -> out.bytes(Base64Text.read(path.text(json, "a text in base64"), path));
      case 'e' -> out.varint(constants().read(json, path));
      case 'm' -> {
        int end = out.size();
        shape().read(json, out, path);
        out.varint(out.size() - end);
      }
      default -> readNumber(json, out, path);
    }
  }

  void readKey(String key, MessageWriter out, JsonPath path) {
    switch (kind) {
      case 't' -> out.string(key);
      case 'b' -> {
        boolean yes = key.equals("true");
        if (!yes && !key.equals("false")) {
          throw path.wrong(key, "a bool");
        }
        out.varint(yes ? 1 : 0);
      }
      default -> readNumber(key, out, path);
    }
  }

  private void readNumber(Object json, MessageWriter out, JsonPath path) {
    JsonNumber number = JsonNumber.of(json, path, "a number");
    switch (kind) {
      case 'i' -> out.varint(number.int32(path));
      case 'u' -> out.varint(number.uint32(path) & 0xffffffffL);
      case 'z' -> {
        int value = number.int32(path);
        out.varint((value << 1 ^ value >> 31) & 0xffffffffL);
      }
      case 'f' -> out.fixed32(number.uint32(path));
      case 'g' -> out.fixed32(number.int32(path));
      case 'I' -> out.varint(number.int64(path));
      case 'U' -> out.varint(number.uint64(path));
      case 'Z' -> {
        long value = number.int64(path);
        out.varint(value << 1 ^ value >> 63);
      }
      case 'F' -> out.fixed64(number.uint64(path));
      default -> out.fixed64(number.int64(path));
    }
  }

  static double float64(Object json, JsonPath path) {
    return switch (special(json)) {
      case 'N' -> Double.NaN;
      case '+' -> Double.POSITIVE_INFINITY;
      case '-' -> Double.NEGATIVE_INFINITY;
      default -> JsonNumber.of(json, path, "a double").float64(path);
    };
  }

  private static float float32(Object json, JsonPath path) {
    return special(json) == ' '
        ? JsonNumber.of(json, path, "a float").float32(path)
        : (float) float64(json, path);
  }

  private static char special(Object json) {
    return switch (json instanceof String text ? text : "") {
      case "NaN" -> 'N';
      case "Infinity" -> '+';
      case "-Infinity" -> '-';
      default -> ' ';
    };
  }
}
