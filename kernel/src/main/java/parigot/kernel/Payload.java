package parigot.kernel;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;

/**
 * The parameter or the result of a call: a serialized {@code google.protobuf.Any}, which the kernel
 * passes on unread, or nothing at all.
 */
public record Payload(ByteString any, boolean present) {
  /** No parameter, no result. Not the same as an empty {@code Any}. */
  public static final Payload ABSENT = new Payload(ByteString.EMPTY, false);

  public Payload {
    requireNonNull(any);
  }

  /** How many bytes it keeps. */
  public int size() {
    return any.size();
  }

  /** A payload that holds this serialized {@code Any}. */
  public static Payload of(ByteString any) {
    return new Payload(any, true);
  }
}
