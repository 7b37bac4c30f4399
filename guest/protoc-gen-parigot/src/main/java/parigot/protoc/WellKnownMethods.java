package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;

/** What the classes of some well-known types can do beyond their fields. */
final class WellKnownMethods {
  private WellKnownMethods() {}

  static void emit(Descriptor message, Code code, Scope scope) {
    switch (message.getFullName()) {
      case "google.protobuf.Any" -> any(code, scope);
      case "google.protobuf.Timestamp" -> timestamp(code, scope);
      case "google.protobuf.Duration" -> duration(code, scope);
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

  private static void timestamp(Code code, Scope scope) {
    String instant = scope.name(JavaType.of("java.time", "Instant"));
    code.member(
        """
        /** The same in protobuf's terms. */
        public static Timestamp of(%s value) {
        return newBuilder().setSeconds(value.getEpochSecond()).setNanos(value.getNano()).build();
        }

        /** The same in Java's terms. */
        public %s toInstant() {
        return %s.ofEpochSecond(seconds, nanos);
        }
        """
            .formatted(instant, instant, instant));
  }

  private static void duration(Code code, Scope scope) {
    String duration = scope.name(JavaType.of("java.time", "Duration"));
    code.member(
        """
        /** The same in protobuf's terms: the sign of the nanoseconds is that of the seconds. */
        public static Duration of(%s value) {
        boolean up = value.isNegative() && value.getNano() > 0;
        return newBuilder()
            .setSeconds(up ? value.getSeconds() + 1 : value.getSeconds())
            .setNanos(up ? value.getNano() - 1_000_000_000 : value.getNano())
            .build();
        }

        /** The same in Java's terms. */
        public %s toDuration() {
        return %s.ofSeconds(seconds, nanos);
        }
        """
            .formatted(duration, duration, duration));
  }
}
