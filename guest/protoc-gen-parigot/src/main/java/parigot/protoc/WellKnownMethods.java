package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;

/** What the classes of some well-known types can do beyond their fields. */
final class WellKnownMethods {
  private WellKnownMethods() {}

  static void emit(Descriptor message, Code code, Scope scope) {
    switch (message.getFullName()) {
      case "google.protobuf.Any" -> any(code, scope);
      case "google.protobuf.Timestamp" -> time(code, scope, "Timestamp", "Instant", "EpochSecond");
      case "google.protobuf.Duration" -> time(code, scope, "Duration", "Duration", "Seconds");
      default -> {}
    }
  }

  private static void any(Code code, Scope scope) {
    String string = scope.lang("String");
    String message = scope.runtime("Message");
    code.member(
        """
        /** Wraps a message. */
        public static Any pack(%s message) {
        return newBuilder()
            .setTypeUrl("type.googleapis.com/" + message.typeName())
            .setValue(%s.of(message))
            .build();
        }
        """
            .formatted(message, scope.runtime("Bytes")));
    code.member(
        """
        /** Whether it wraps a message with this full name. */
        public boolean is(%s typeName) {
        return typeUrl.endsWith("/" + typeName);
        }
        """
            .formatted(string));
    code.member(
        """
        /**
         * Reads the message that it wraps.
         *
         * @throws MalformedMessageException if it wraps one with another name, or bytes that are no message
         */
        public <M extends %s> M unpack(%s<M> parser, %s typeName) {
        if (!is(typeName)) {
        throw new MalformedMessageException("Not a " + typeName + " but a " + typeUrl + ".");
        }
        return parser.parseFrom(new %s(value));
        }
        """
            .formatted(
                message, scope.runtime("MessageParser"), string, scope.runtime("MessageReader")));
  }

  private static void time(Code code, Scope scope, String name, String javaName, String seconds) {
    String type = scope.name(JavaType.of("java.time", javaName));
    code.member(
        """
        /** The same in protobuf's terms. */
        public static %s of(%s value) {
        return newBuilder().setSeconds(value.get%s()).setNanos(value.getNano()).build();
        }

        /** The same in Java's terms. */
        public %s to%s() {
        return %s.of%s(seconds, nanos);
        }
        """
            .formatted(name, type, seconds, type, javaName, type, seconds));
  }
}
