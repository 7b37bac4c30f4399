package parigot.protoc;

import com.google.protobuf.Descriptors.FieldDescriptor;

/** A field with a number: what is written and read on its own. */
interface Part {
  FieldDescriptor descriptor();

  /** In {@code writeTo}, to {@code out}. */
  void write(Code code);

  /** In {@code joinParts}, where it is one message. */
  default void join(Code code) {}

  /** The cases of {@code readFields}' switch over tags, from {@code in}. */
  void parse(Code code);

  /** The tag: the number and, in the three lowest bits, the wire type. */
  static int tag(FieldDescriptor field, boolean packed) {
    int wireType =
        packed
            ? 2
            : switch (field.getType()) {
              case INT32, INT64, UINT32, UINT64, SINT32, SINT64, BOOL, ENUM -> 0;
              case FIXED64, SFIXED64, DOUBLE -> 1;
              case STRING, BYTES, MESSAGE -> 2;
              case GROUP -> 3;
              case FIXED32, SFIXED32, FLOAT -> 5;
            };
    return field.getNumber() << 3 | wireType;
  }
}
