package parigot.message;

import java.util.function.Supplier;

/**
 * The types of fields. Each is a class of its own, so that a guest carries only those that its
 * messages use.
 */
final class FieldTypes {
  private FieldTypes() {}

  static final class Int32 extends FieldType<Integer> {
    static final FieldType<Integer> INSTANCE = new Int32();

    @Override
    int wireType() {
      return WireType.VARINT;
    }

    @Override
    Integer defaultValue() {
      return 0;
    }

    @Override
    Integer read(MessageReader in) {
      return in.readInt32();
    }

    @Override
    void write(MessageWriter out, Integer value) {
      out.varint(value);
    }
  }

  static final class Uint32 extends FieldType<Integer> {
    static final FieldType<Integer> INSTANCE = new Uint32();

    @Override
    int wireType() {
      return WireType.VARINT;
    }

    @Override
    Integer defaultValue() {
      return 0;
    }

    @Override
    Integer read(MessageReader in) {
      return in.readInt32();
    }

    @Override
    void write(MessageWriter out, Integer value) {
      out.varint(value & 0xffffffffL);
    }
  }

  static final class Sint32 extends FieldType<Integer> {
    static final FieldType<Integer> INSTANCE = new Sint32();

    @Override
    int wireType() {
      return WireType.VARINT;
    }

    @Override
    Integer defaultValue() {
      return 0;
    }

    @Override
    Integer read(MessageReader in) {
      return in.readSint32();
    }

    @Override
    void write(MessageWriter out, Integer value) {
      out.varint((value << 1 ^ value >> 31) & 0xffffffffL);
    }
  }

  static final class Fixed32 extends FieldType<Integer> {
    static final FieldType<Integer> INSTANCE = new Fixed32();

    @Override
    int wireType() {
      return WireType.FIXED32;
    }

    @Override
    Integer defaultValue() {
      return 0;
    }

    @Override
    Integer read(MessageReader in) {
      return in.readFixed32();
    }

    @Override
    void write(MessageWriter out, Integer value) {
      out.fixed32(value);
    }
  }

  static final class Int64 extends FieldType<Long> {
    static final FieldType<Long> INSTANCE = new Int64();

    @Override
    int wireType() {
      return WireType.VARINT;
    }

    @Override
    Long defaultValue() {
      return 0L;
    }

    @Override
    Long read(MessageReader in) {
      return in.readInt64();
    }

    @Override
    void write(MessageWriter out, Long value) {
      out.varint(value);
    }
  }

  static final class Sint64 extends FieldType<Long> {
    static final FieldType<Long> INSTANCE = new Sint64();

    @Override
    int wireType() {
      return WireType.VARINT;
    }

    @Override
    Long defaultValue() {
      return 0L;
    }

    @Override
    Long read(MessageReader in) {
      return in.readSint64();
    }

    @Override
    void write(MessageWriter out, Long value) {
      out.varint(value << 1 ^ value >> 63);
    }
  }

  static final class Fixed64 extends FieldType<Long> {
    static final FieldType<Long> INSTANCE = new Fixed64();

    @Override
    int wireType() {
      return WireType.FIXED64;
    }

    @Override
    Long defaultValue() {
      return 0L;
    }

    @Override
    Long read(MessageReader in) {
      return in.readFixed64();
    }

    @Override
    void write(MessageWriter out, Long value) {
      out.fixed64(value);
    }
  }

  static final class Float32 extends FieldType<Float> {
    static final FieldType<Float> INSTANCE = new Float32();

    @Override
    int wireType() {
      return WireType.FIXED32;
    }

    @Override
    Float defaultValue() {
      return 0f;
    }

    @Override
    Float read(MessageReader in) {
      return in.readFloat();
    }

    @Override
    void write(MessageWriter out, Float value) {
      out.fixed32(Float.floatToRawIntBits(value));
    }
  }

  static final class Float64 extends FieldType<Double> {
    static final FieldType<Double> INSTANCE = new Float64();

    @Override
    int wireType() {
      return WireType.FIXED64;
    }

    @Override
    Double defaultValue() {
      return 0.0;
    }

    @Override
    Double read(MessageReader in) {
      return in.readDouble();
    }

    @Override
    void write(MessageWriter out, Double value) {
      out.fixed64(Double.doubleToRawLongBits(value));
    }
  }

  static final class Bool extends FieldType<Boolean> {
    static final FieldType<Boolean> INSTANCE = new Bool();

    @Override
    int wireType() {
      return WireType.VARINT;
    }

    @Override
    Boolean defaultValue() {
      return false;
    }

    @Override
    Boolean read(MessageReader in) {
      return in.readBool();
    }

    @Override
    void write(MessageWriter out, Boolean value) {
      out.varint(value ? 1 : 0);
    }
  }

  static final class Text extends FieldType<String> {
    static final FieldType<String> INSTANCE = new Text();

    @Override
    int wireType() {
      return WireType.LENGTH_DELIMITED;
    }

    @Override
    String defaultValue() {
      return "";
    }

    @Override
    String read(MessageReader in) {
      return in.readString();
    }

    @Override
    void write(MessageWriter out, String value) {
      out.string(value);
    }
  }

  static final class Blob extends FieldType<Bytes> {
    static final FieldType<Bytes> INSTANCE = new Blob();

    @Override
    int wireType() {
      return WireType.LENGTH_DELIMITED;
    }

    @Override
    Bytes defaultValue() {
      return Bytes.EMPTY;
    }

    @Override
    Bytes read(MessageReader in) {
      return in.readBytes();
    }

    @Override
    void write(MessageWriter out, Bytes value) {
      out.bytes(value);
    }
  }

  static final class Nested<M extends Message> extends FieldType<M> {
    private final Supplier<? extends MessageBuilder<M>> builders;

    Nested(Supplier<? extends MessageBuilder<M>> builders) {
      this.builders = builders;
    }

    MessageBuilder<M> builder() {
      return builders.get();
    }

    @Override
    int wireType() {
      return WireType.LENGTH_DELIMITED;
    }

    @Override
    M defaultValue() {
      return builders.get().build();
    }

    @Override
    M read(MessageReader in) {
      return in.readMessage(builders.get());
    }

    @Override
    void write(MessageWriter out, M value) {
      out.message(value);
    }
  }
}
