package parigot.message;

import java.util.function.Supplier;

/**
 * How a value in a list or a map is read and written.
 *
 * @param <T> the value's class
 */
public abstract class FieldType<T> {
  FieldType() {}

  abstract int wireType();

  abstract T defaultValue();

  abstract T read(MessageReader in);

  /** Writes the value without its tag. */
  abstract void write(MessageWriter out, T value);

  /** An int32, or the number of an enum's constant. */
  public static FieldType<Integer> int32() {
    return FieldTypes.Int32.INSTANCE;
  }

  /** A uint32. */
  public static FieldType<Integer> uint32() {
    return FieldTypes.Uint32.INSTANCE;
  }

  /** A sint32. */
  public static FieldType<Integer> sint32() {
    return FieldTypes.Sint32.INSTANCE;
  }

  /** A fixed32 or sfixed32. */
  public static FieldType<Integer> fixed32() {
    return FieldTypes.Fixed32.INSTANCE;
  }

  /** An int64 or uint64. */
  public static FieldType<Long> int64() {
    return FieldTypes.Int64.INSTANCE;
  }

  /** A sint64. */
  public static FieldType<Long> sint64() {
    return FieldTypes.Sint64.INSTANCE;
  }

  /** A fixed64 or sfixed64. */
  public static FieldType<Long> fixed64() {
    return FieldTypes.Fixed64.INSTANCE;
  }

  /** A float. */
  public static FieldType<Float> float32() {
    return FieldTypes.Float32.INSTANCE;
  }

  /** A double. */
  public static FieldType<Double> float64() {
    return FieldTypes.Float64.INSTANCE;
  }

  /** A bool. */
  public static FieldType<Boolean> bool() {
    return FieldTypes.Bool.INSTANCE;
  }

  /** A string. */
  public static FieldType<String> string() {
    return FieldTypes.Text.INSTANCE;
  }

  /** Bytes. */
  public static FieldType<Bytes> bytes() {
    return FieldTypes.Blob.INSTANCE;
  }

  /** A message, which the given builders read. */
  public static <M extends Message> FieldType<M> message(
      Supplier<? extends MessageBuilder<M>> builders) {
    return new FieldTypes.Nested<>(builders);
  }
}
