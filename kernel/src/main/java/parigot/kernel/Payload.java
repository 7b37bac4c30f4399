package parigot.kernel;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import parigot.v1.host.CallContext;

/**
 * The parameter or the result of a call: a serialized {@code google.protobuf.Any}, which the kernel
 * passes on unread, or nothing at all.
 *
 * @param headers what a caller says beside the parameter: the serialized entries of a {@code
 *     CallContext}'s header, and its client
 * @param trace of which trace the call is a part; none of a result
 */
public record Payload(ByteString any, boolean present, ByteString headers, TraceContext trace) {
  /** No parameter, no result. Not the same as an empty {@code Any}. */
  public static final Payload ABSENT =
      new Payload(ByteString.EMPTY, false, ByteString.EMPTY, TraceContext.NONE);

  public Payload {
    requireNonNull(any);
    requireNonNull(headers);
    requireNonNull(trace);
  }

  /** How many bytes it keeps. */
  public int size() {
    return any.size() + headers.size();
  }

  /** A payload that holds this serialized {@code Any}. */
  public static Payload of(ByteString any) {
    return new Payload(any, true, ByteString.EMPTY, TraceContext.NONE);
  }

  /** The headers, by their names. */
  public Map<String, String> headersByName() {
    return context().getHeaderMap();
  }

  /** What a caller says beside the parameter. */
  public CallContext context() {
    try {
      return headers.isEmpty() ? CallContext.getDefaultInstance() : CallContext.parseFrom(headers);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these are no headers of a call", e);
    }
  }

  /** The same with these headers. */
  public Payload with(Map<String, String> header) {
    return header.isEmpty() ? this : with(CallContext.newBuilder().putAllHeader(header).build());
  }

  /** The same with what a caller says so. */
  public Payload with(CallContext said) {
    return with(said.toByteString());
  }

  /** The same as a part of this trace, or of none. */
  public Payload within(TraceContext context) {
    return context.equals(trace) ? this : new Payload(any, present, headers, context);
  }

  /** The same with these headers, in the form in which they are passed on. */
  public Payload with(ByteString those) {
    return those.isEmpty() ? this : new Payload(any, present, those, trace);
  }
}
