package parigot.message;

/**
 * A protobuf enum. It is open: a number without a constant is read as the enum's {@code
 * UNRECOGNIZED}.
 */
public interface MessageEnum {
  /** The number in the .proto; -1 for {@code UNRECOGNIZED}, which stands for many. */
  int getNumber();

  /** The constant as the .proto writes it. */
  String name();

  /**
   * The number to send for a constant.
   *
   * @throws IllegalArgumentException for {@code UNRECOGNIZED}
   */
  static int numberOf(MessageEnum constant) {
    if (constant.name().equals("UNRECOGNIZED")) {
      throw new IllegalArgumentException(
          "UNRECOGNIZED has no number of its own: set the field's number.");
    }
    return constant.getNumber();
  }
}
