package roundtrip;

import static roundtrip.Wire.DELIMITED;
import static roundtrip.Wire.END_GROUP;
import static roundtrip.Wire.FIXED32;
import static roundtrip.Wire.FIXED64;
import static roundtrip.Wire.START_GROUP;
import static roundtrip.Wire.VARINT;
import static roundtrip.Wire.bytes;
import static roundtrip.Wire.delimited;
import static roundtrip.Wire.field;
import static roundtrip.Wire.fixed32;
import static roundtrip.Wire.fixed64;
import static roundtrip.Wire.group;
import static roundtrip.Wire.join;
import static roundtrip.Wire.nested;
import static roundtrip.Wire.tag;
import static roundtrip.Wire.varint;

import com.google.protobuf.Descriptors.FieldDescriptor;
import everything.v1.host.Everything;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What protobuf's own conformance suite tries of the binary format: every type of field with its
 * border values, in every form that it may come in, cut off at every place; and what no message may
 * look like.
 */
final class WireCases {
  private static final int RECURSIVE = 27;
  private static final int UNKNOWN = 666;
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    16383,
    16384,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    (1L << 33) - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<byte[]> NO_UTF8 =
      List.of(
          bytes(0x80),
          bytes('a', 0xff),
          bytes(0xc0, 0x80),
          bytes(0xc1, 0xbf),
          bytes(0xc3),
          bytes(0xe0, 0x80, 0x80),
          bytes(0xe4, 0xbd),
          bytes(0xed, 0xa0, 0x80),
          bytes(0xed, 0xbf, 0xbf),
          bytes(0xf0, 0x80, 0x80, 0x80),
          bytes(0xf0, 0x9f, 0x98),
          bytes(0xf4, 0x90, 0x80, 0x80),
          bytes(0xf8, 0x88, 0x80, 0x80, 0x80));

  private final List<byte[]> cases = new ArrayList<>();

  private WireCases() {}

  static List<byte[]> all() {
    WireCases all = new WireCases();
    for (FieldDescriptor field : Everything.getDescriptor().getFields()) {
      if (field.isMapField()) {
        all.map(field);
      } else if (field.isRepeated()) {
        all.repeated(field);
      } else {
        all.single(field);
      }
    }
    all.oneofs();
    all.messages();
    all.unknownFields();
    all.malformed();
    return all.cases;
  }

  private void add(byte[]... parts) {
    cases.add(join(parts));
  }

  /** A field's values behind their tag, whole and cut off anywhere. */
  private void single(FieldDescriptor field) {
    byte[] tag = tag(field.getNumber(), wireType(field));
    List<byte[]> values = values(field);
    for (byte[] value : values) {
      add(tag, value);
      add(tag, values.get(values.size() - 1), tag, value);
      add(field(RECURSIVE, tag, value), field(RECURSIVE, tag, value));
    }
    byte[] whole = join(tag, values.get(values.size() - 1));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      add(cut);
      add(field(RECURSIVE, cut));
      add(field(RECURSIVE, cut), whole);
    }
    wrongWireTypes(field);
  }

  private void repeated(FieldDescriptor field) {
    byte[] tag = tag(field.getNumber(), wireType(field));
    List<byte[]> values = values(field);
    List<byte[]> apart = new ArrayList<>();
    values.forEach(value -> apart.add(join(tag, value)));
    byte[] all = join(apart.toArray(byte[][]::new));
    add(all);
    add(all, tag(UNKNOWN, VARINT), varint(1), all);
    if (field.isPackable()) {
      byte[] packed = field(field.getNumber(), values.toArray(byte[][]::new));
      add(packed);
      add(packed, packed);
      add(packed, all, packed);
      add(field(field.getNumber()));
      add(field(field.getNumber()), all);
      for (int length = 0; length < packed.length; length++) {
        add(Arrays.copyOf(packed, length));
      }
      byte[] content = join(values.toArray(byte[][]::new));
      add(field(field.getNumber(), Arrays.copyOf(content, content.length - 1)));
    }
    wrongWireTypes(field);
  }

  private void map(FieldDescriptor map) {
    FieldDescriptor key = map.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = map.getMessageType().findFieldByNumber(2);
    List<byte[]> keys = new ArrayList<>();
    values(key).forEach(bytes -> keys.add(join(tag(1, wireType(key)), bytes)));
    List<byte[]> values = new ArrayList<>();
    values(value).forEach(bytes -> values.add(join(tag(2, wireType(value)), bytes)));
    int number = map.getNumber();
    byte[] one = keys.get(keys.size() - 1);
    for (byte[] each : keys) {
      add(field(number, each));
      add(field(number, each, values.get(0)), field(number, each, values.get(values.size() - 1)));
      add(field(number, one, values.get(0), each));
    }
    for (byte[] each : values) {
      add(field(number, each));
      add(field(number, each, one));
      add(field(number, one, each, values.get(0)));
      add(field(number, one, tag(UNKNOWN, VARINT), varint(7), each));
      byte[] whole = field(number, one, each);
      for (int length = 1; length < whole.length; length++) {
        add(Arrays.copyOf(whole, length));
      }
    }
    add(field(number));
    add(field(number, tag(1, START_GROUP), tag(1, END_GROUP)));
    wrongWireTypes(map);
  }

  /** The same number with every other wire type: a field that is not known. */
  private void wrongWireTypes(FieldDescriptor field) {
    int number = field.getNumber();
    add(tag(number, VARINT), varint(1));
    add(tag(number, FIXED64), fixed64(1));
    add(tag(number, FIXED32), fixed32(1));
    add(group(number, tag(1, VARINT), varint(1)));
    add(tag(number, END_GROUP));
    add(tag(number, 6));
    add(tag(number, 7));
  }

  private void oneofs() {
    List<byte[]> members = new ArrayList<>();
    for (FieldDescriptor field : Everything.getDescriptor().getFields()) {
      if (field.getRealContainingOneof() != null) {
        List<byte[]> values = values(field);
        byte[] tag = tag(field.getNumber(), wireType(field));
        members.add(join(tag, values.get(0)));
        members.add(join(tag, values.get(values.size() - 1)));
      }
    }
    for (byte[] one : members) {
      for (byte[] other : members) {
        add(one, other);
        add(one, other, one);
      }
    }
  }

  /** Messages that come in parts, and deep ones. */
  private void messages() {
    byte[] text = join(tag(14, DELIMITED), delimited(bytes('a')));
    byte[] number = join(tag(1, VARINT), varint(5));
    add(field(RECURSIVE, text), field(RECURSIVE, number));
    add(field(RECURSIVE, text, field(RECURSIVE, number)), field(RECURSIVE, field(RECURSIVE, text)));
    add(field(RECURSIVE), number, field(RECURSIVE, text));
    add(field(RECURSIVE, tag(UNKNOWN, VARINT), varint(1)), field(RECURSIVE, text));
    for (int depth : new int[] {1, 10, 99, 100, 101, 300}) {
      add(nested(RECURSIVE, depth, number));
      byte[] groups = bytes();
      for (int i = 0; i < depth; i++) {
        groups = group(UNKNOWN, groups);
      }
      add(groups);
      add(nested(RECURSIVE, 50, groups));
    }
  }

  private void unknownFields() {
    byte[] varint = join(tag(UNKNOWN, VARINT), varint(-1));
    byte[] longer = join(tag(UNKNOWN, VARINT), varint(1, 10));
    byte[] fixed = join(tag(UNKNOWN + 1, FIXED64), fixed64(-2));
    byte[] text = field(UNKNOWN, bytes(1, 2, 3));
    byte[] group = group(UNKNOWN + 2, varint, group(UNKNOWN, text), fixed);
    byte[] known = join(tag(1, VARINT), varint(9));
    List<byte[]> all = List.of(varint, longer, fixed, text, group, known);
    for (byte[] one : all) {
      for (byte[] other : all) {
        add(one, other);
        add(other, known, one, other);
        add(field(RECURSIVE, one, other), one);
      }
      for (int length = 1; length < one.length; length++) {
        add(Arrays.copyOf(one, length));
      }
    }
    add(tag((1 << 29) - 1, VARINT), varint(3));
    add(tag((1 << 29) - 2, VARINT), varint(3));
  }

  private void malformed() {
    for (int wireType = 0; wireType < 8; wireType++) {
      // The field number 0, and one that has more than 29 bits.
      for (long number : new long[] {0, 1L << 29, (1L << 29) + 1, 1L << 40}) {
        add(tag(number, wireType), varint(1), bytes(0, 0, 0, 0, 0, 0, 0, 0));
      }
      add(varint(wireType, 5), varint(1));
      add(varint(1 << 3 | wireType, 5), varint(1), bytes(0, 0, 0, 0, 0, 0, 0, 0));
    }
    add(group(UNKNOWN), tag(UNKNOWN, END_GROUP));
    add(tag(UNKNOWN, START_GROUP), tag(UNKNOWN + 1, END_GROUP));
    add(tag(UNKNOWN, START_GROUP), varint(1));
    add(field(RECURSIVE, tag(UNKNOWN, START_GROUP)), tag(UNKNOWN, END_GROUP));
    for (int number : new int[] {14, 15, RECURSIVE, 31, 44, 111, UNKNOWN}) {
      for (long length : new long[] {1, 2, 1 << 20, Integer.MAX_VALUE, 1L << 31, -1, 1L << 32}) {
        add(tag(number, DELIMITED), varint(length));
        add(field(RECURSIVE, tag(number, DELIMITED), varint(length)), bytes(8, 1, 8, 1));
        add(tag(number, DELIMITED), varint(length), bytes(8));
      }
      add(tag(number, DELIMITED), varint(0, 10));
    }
  }

  /** Right and wrong values of a type, the last one right and not the default. */
  private static List<byte[]> values(FieldDescriptor field) {
    List<byte[]> values = new ArrayList<>();
    switch (field.getType()) {
      case INT32, INT64, UINT32, UINT64, SINT32, SINT64, BOOL, ENUM -> {
        for (long number : NUMBERS) {
          values.add(varint(number));
        }
        values.add(varint(0, 10));
        values.add(varint(1, 2));
        values.add(varint(1, 5));
        values.add(varint(1, 10));
        values.add(varint(1));
      }
      case FIXED32, SFIXED32, FLOAT -> {
        for (int bits :
            new int[] {
              0, 1, -1, Integer.MIN_VALUE, 0x7f800000, 0xff800000, 0x7fc00000, 0x7fa12345
            }) {
          values.add(fixed32(bits));
        }
        values.add(fixed32(Float.floatToIntBits(0.1f)));
      }
      case FIXED64, SFIXED64, DOUBLE -> {
        for (long bits :
            new long[] {0, 1, -1, Long.MIN_VALUE, 0x7ff0L << 48, 0xfff0L << 48, 0x7ff8L << 48}) {
          values.add(fixed64(bits));
        }
        values.add(fixed64(Double.doubleToLongBits(0.1)));
      }
      case STRING -> {
        values.add(delimited(bytes()));
        values.add(
            delimited(
                "\u0000\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff"
                    .getBytes(StandardCharsets.UTF_8)));
        if (!field.isRepeated()) {
          NO_UTF8.forEach(text -> values.add(delimited(text)));
        }
        values.add(delimited(bytes('t', 'e', 'x', 't')));
      }
      case BYTES -> {
        values.add(delimited(bytes()));
        values.add(delimited(bytes(0xff, 0, 0x80)));
      }
      case MESSAGE -> {
        values.add(delimited(bytes()));
        values.add(delimited(join(tag(UNKNOWN, VARINT), varint(1))));
        values.add(delimited(join(tag(1, VARINT), varint(1))));
      }
      case GROUP -> throw new IllegalArgumentException(field.getFullName());
    }
    return values;
  }

  private static int wireType(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, INT64, UINT32, UINT64, SINT32, SINT64, BOOL, ENUM -> VARINT;
      case FIXED64, SFIXED64, DOUBLE -> FIXED64;
      case STRING, BYTES, MESSAGE -> DELIMITED;
      case GROUP -> START_GROUP;
      case FIXED32, SFIXED32, FLOAT -> FIXED32;
    };
  }
}
