package roundtrip;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes messages of protobuf-java's classes, and bytes that are nearly one. The same seed gives the
 * same.
 */
final class RandomMessages {
  private static final int DEEPEST = 4;
  private static final int[] INTS = {
    0, 1, -1, 127, 128, 16383, 16384, Integer.MAX_VALUE, Integer.MIN_VALUE
  };
  private static final long[] LONGS = {
    0, 1, -1, 1L << 35, -(1L << 35), Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    -1.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE
  };
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "hello",
          "Grüße",
          "你好",
          "\ud83d\ude00",
          "\u0000\u007f\u0080\u07ff\u0800\uffff",
          "x".repeat(300));

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** A message with a few fields set, now and then with most. */
  <M extends Message> M like(M type) {
    Message.Builder builder = type.newBuilderForType();
    fill(builder, random.nextInt(50) == 0 ? 60 : 4, 0);
    @SuppressWarnings("unchecked")
    M built = (M) builder.build();
    return built;
  }

  private void fill(Message.Builder builder, int percent, int depth) {
    List<FieldDescriptor> fields = builder.getDescriptorForType().getFields();
    int chance = fields.size() < 10 ? 50 : percent;
    for (FieldDescriptor field : fields) {
      if (random.nextInt(100) >= chance
          || (depth >= DEEPEST && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          builder.addRepeatedField(field, value(builder, field, depth));
        }
      } else {
        builder.setField(field, value(builder, field, depth));
      }
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextBoolean() ? INTS[random.nextInt(INTS.length)] : random.nextInt();
      case LONG -> random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
      case FLOAT ->
          random.nextBoolean()
              ? (float) DOUBLES[random.nextInt(DOUBLES.length)]
              : random.nextFloat();
      case DOUBLE ->
          random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BYTE_STRING -> ByteString.copyFrom(bytes(random.nextInt(20)));
      case ENUM -> constant(field);
      case MESSAGE -> {
        Message.Builder nested = builder.newBuilderForField(field);
        if (field.isMapField()) {
          FieldDescriptor key = nested.getDescriptorForType().findFieldByNumber(1);
          FieldDescriptor value = nested.getDescriptorForType().findFieldByNumber(2);
          nested.setField(key, value(nested, key, depth));
          nested.setField(value, value(nested, value, depth + 1));
        } else {
          fill(nested, 2, depth + 1);
        }
        yield nested.build();
      }
    };
  }

  /** A constant, or a number that has none. */
  private EnumValueDescriptor constant(FieldDescriptor field) {
    List<EnumValueDescriptor> constants = field.getEnumType().getValues();
    return random.nextInt(4) == 0
        ? field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt())
        : constants.get(random.nextInt(constants.size()));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes that were a message, with something done to them. */
  byte[] damaged(byte[] message) {
    byte[] bytes = message.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      bytes = damagedOnce(bytes);
    }
    return bytes;
  }

  private byte[] damagedOnce(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes(random.nextInt(12));
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return spliced(bytes, at, bytes(1 + random.nextInt(4)), at);
      }
      case 4 -> {
        return spliced(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(4)));
      }
      default -> {
        int end = at + random.nextInt(bytes.length - at + 1);
        return spliced(bytes, random.nextInt(at + 1), Arrays.copyOfRange(bytes, at, end), at);
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int start, byte[] middle, int end) {
    byte[] result = Arrays.copyOf(bytes, start + middle.length + bytes.length - end);
    System.arraycopy(middle, 0, result, start, middle.length);
    System.arraycopy(bytes, end, result, start + middle.length, bytes.length - end);
    return result;
  }

  /** Tags, lengths and groups without end or sense. */
  byte[] noise() {
    byte[] bytes = bytes(random.nextInt(200));
    if (random.nextBoolean()) {
      // Deep: the same tag again and again.
      byte tag = bytes.length > 0 ? bytes[0] : 11;
      Arrays.fill(bytes, tag);
    }
    return bytes;
  }
}
