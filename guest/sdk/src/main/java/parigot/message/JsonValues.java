package parigot.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The forms of {@code google.protobuf.Value} and what is made of it: any JSON. */
final class JsonValues {
  private static final int NUMBER_TAG = 2 << 3 | WireType.FIXED64;

  private JsonValues() {}

  /** {@code google.protobuf.Struct}. */
  static final class OfStruct extends JsonShape {
    @Override
    void write(MessageReader in, JsonOutput out) {
      writeStruct(in, out);
    }

    @Override
    void read(Object json, MessageWriter out, JsonPath path) {
      readStruct(json, out, path);
    }
  }

  /** {@code google.protobuf.Value}. */
  static final class OfValue extends JsonShape {
    @Override
    boolean hasNull() {
      return true;
    }

    @Override
    void write(MessageReader in, JsonOutput out) {
      writeValue(in, out);
    }

    @Override
    void read(Object json, MessageWriter out, JsonPath path) {
      readValue(json, out, path);
    }
  }

  /** {@code google.protobuf.ListValue}. */
  static final class OfList extends JsonShape {
    @Override
    void write(MessageReader in, JsonOutput out) {
      writeList(in, out);
    }

    @Override
    void read(Object json, MessageWriter out, JsonPath path) {
      readList(json, out, path);
    }
  }

  private static void writeStruct(MessageReader in, JsonOutput out) {
    out.raw('{');
    String comma = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != (1 << 3 | WireType.LENGTH_DELIMITED)) {
        in.skipField(tag);
        continue;
      }
      int outer = in.enterMessage();
      in.readTag();
      out.raw(comma).name(in.readString());
      in.readTag();
      nested(in, out);
      in.leaveMessage(outer);
      comma = ",";
    }
    out.raw('}');
  }

  private static void writeList(MessageReader in, JsonOutput out) {
    out.raw('[');
    String comma = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag != (1 << 3 | WireType.LENGTH_DELIMITED)) {
        in.skipField(tag);
        continue;
      }
      nested(in, out.raw(comma));
      comma = ",";
    }
    out.raw(']');
  }

  private static void nested(MessageReader in, JsonOutput out) {
    int outer = in.enterMessage();
    writeValue(in, out);
    in.leaveMessage(outer);
  }

  private static void writeValue(MessageReader in, JsonOutput out) {
    boolean written = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      written |= writeKind(tag, in, out);
    }
    out.raw(written ? "" : "null");
  }

  private static boolean writeKind(int tag, MessageReader in, JsonOutput out) {
    switch (tag) {
      case 1 << 3 | WireType.VARINT -> {
        in.skipField(tag);
        out.raw("null");
      }
      case NUMBER_TAG -> {
        double number = in.readDouble();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
          throw new IllegalArgumentException("a google.protobuf.Value is " + number);
        }
        out.number(number);
      }
      case 3 << 3 | WireType.LENGTH_DELIMITED -> out.text(in.readString());
      case 4 << 3 | WireType.VARINT -> out.raw(in.readBool() ? "true" : "false");
      case 5 << 3 | WireType.LENGTH_DELIMITED -> {
        int outer = in.enterMessage();
        writeStruct(in, out);
        in.leaveMessage(outer);
      }
      case 6 << 3 | WireType.LENGTH_DELIMITED -> {
        int outer = in.enterMessage();
        writeList(in, out);
        in.leaveMessage(outer);
      }
      default -> {
        in.skipField(tag);
        return false;
      }
    }
    return true;
  }

  private static void readStruct(Object json, MessageWriter out, JsonPath path) {
    List<Map.Entry<?, ?>> members = new ArrayList<>(JsonFields.object(json, path).entrySet());
    for (int i = members.size() - 1; i >= 0; i--) {
      String name = (String) members.get(i).getKey();
      path.enter(name);
      int entry = out.size();
      int end = out.size();
      readValue(members.get(i).getValue(), out, path);
      out.endMessage(2, end);
      out.writeString(1, name);
      out.endMessage(1, entry);
      path.leave();
    }
  }

  private static void readList(Object json, MessageWriter out, JsonPath path) {
    List<?> elements = JsonFields.array(json, path);
    for (int i = elements.size() - 1; i >= 0; i--) {
      path.enter(i);
      int end = out.size();
      readValue(elements.get(i), out, path);
      out.endMessage(1, end);
      path.leave();
    }
  }

  private static void readValue(Object json, MessageWriter out, JsonPath path) {
    if (json instanceof Map) {
      int end = out.size();
      readStruct(json, out, path);
      out.endMessage(5, end);
    } else if (json instanceof List) {
      int end = out.size();
      readList(json, out, path);
      out.endMessage(6, end);
    } else if (json instanceof Boolean yes) {
      out.writeBool(4, yes);
    } else if (json instanceof String text) {
      out.writeString(3, text);
    } else if (json instanceof JsonNumber number) {
      out.writeDouble(2, number.float64(path));
    } else {
      out.writeInt32(1, 0);
    }
  }
}
