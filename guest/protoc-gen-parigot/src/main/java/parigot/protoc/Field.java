package parigot.protoc;

import java.util.List;

/** Writes what one field, or one oneof, adds to a message's class and to its builder. */
interface Field {
  /** The Java field of the message. */
  void declare(Code code);

  /** In the message's constructor, from {@code builder}. */
  void copyFromBuilder(Code code);

  void getters(Code code);

  /** A part of {@code equals}, with {@code that}. */
  String isEqual();

  /** Arguments of {@code Objects.hash}. */
  List<String> hashed();

  /** A part of {@code toString}: a call on a {@code MessageText}. */
  String text();

  /** The Java field of the builder. */
  void declareInBuilder(Code code);

  /** In the builder's constructor, from {@code message}. */
  void copyFromMessage(Code code);

  void builderMethods(Code code);
}
