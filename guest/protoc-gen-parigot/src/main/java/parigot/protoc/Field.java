package parigot.protoc;

import java.util.List;

/** Writes what one field, or one oneof, adds to a message's class and to its builder. */
interface Field {
  /** The Java field of the message, after modifiers that end with a space. */
  void declare(Code code, String modifiers);

  /** In the message's constructor, from {@code builder}. */
  void copyFromBuilder(Code code);

  void getters(Code code);

  /** Parts of {@code equals}, with {@code that}. */
  List<String> isEqual();

  /** Arguments of {@code Objects.hash}. */
  List<String> hashed();

  /** Parts of {@code toString}: calls on a {@code MessageText}. */
  List<String> text();

  /** The Java field of the builder. */
  void declareInBuilder(Code code);

  /** In the builder's constructor, from {@code message}. */
  void copyFromMessage(Code code);

  void builderMethods(Code code);
}
