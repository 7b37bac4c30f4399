package parigot.protoc;

/** Something in a .proto that no code can be generated for. */
final class Mistake extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message reads as protoc's own do: {@code file:line:column: what is wrong}. */
  Mistake(String place, String problem) {
    super(place + ": " + problem);
  }
}
