package parigot.kernel.guest;

import static parigot.kernel.guest.WireOutput.idSize;
import static parigot.kernel.guest.WireOutput.messageSize;
import static parigot.kernel.guest.WireOutput.numberSize;
import static parigot.kernel.guest.WireOutput.payloadSize;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.util.Optional;
import parigot.kernel.Budgets;
import parigot.kernel.Event;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.v1.host.CallContext;
import parigot.v1.host.CallFailure;
import parigot.v1.host.OutsideClient;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitResponse;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneRequest;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;
import syscall.v1.host.ReturnValueRequest;

/**
 * The messages that travel with every call, read and written without the generated classes: these
 * would build an object for each id and take a payload apart only to put it together again. What is
 * read and written means the same as with those classes, and what they reject is rejected.
 */
final class Wire {
  private static final int HOST = slot(MethodBundle.HOST_ID_FIELD_NUMBER);
  private static final int SERVICE = slot(MethodBundle.SERVICE_ID_FIELD_NUMBER);
  private static final int METHOD = slot(MethodBundle.METHOD_ID_FIELD_NUMBER);
  private static final int CALL = slot(MethodBundle.CALL_ID_FIELD_NUMBER);
  private static final int SLOTS = CALL + 2;

  private static final int ID_HIGH = varint(IdRaw.HIGH_FIELD_NUMBER);
  private static final int ID_LOW = varint(IdRaw.LOW_FIELD_NUMBER);
  private static final int ANY_TYPE_URL = bytes(Any.TYPE_URL_FIELD_NUMBER);
  private static final int ANY_VALUE = bytes(Any.VALUE_FIELD_NUMBER);
  private static final int DISPATCH_BUNDLE = bytes(DispatchRequest.BUNDLE_FIELD_NUMBER);
  private static final int DISPATCH_PARAM = bytes(DispatchRequest.PARAM_FIELD_NUMBER);
  private static final int DISPATCH_TIMEOUT =
      varint(DispatchRequest.TIMEOUT_IN_MILLIS_FIELD_NUMBER);
  private static final int DISPATCH_IS_MOST = varint(DispatchRequest.TIMEOUT_IS_MOST_FIELD_NUMBER);
  private static final int RETURN_BUNDLE = bytes(ReturnValueRequest.BUNDLE_FIELD_NUMBER);
  private static final int RETURN_RESULT = bytes(ReturnValueRequest.RESULT_FIELD_NUMBER);
  private static final int RETURN_ERROR = varint(ReturnValueRequest.RESULT_ERROR_FIELD_NUMBER);
  private static final int RETURN_FAILURE = bytes(ReturnValueRequest.FAILURE_FIELD_NUMBER);
  private static final int BUNDLE_CONTEXT = bytes(MethodBundle.CONTEXT_FIELD_NUMBER);
  private static final int CONTEXT_CALLER = bytes(CallContext.CALLER_FIELD_NUMBER);
  private static final int CONTEXT_HEADER = bytes(CallContext.HEADER_FIELD_NUMBER);
  private static final int CONTEXT_CLIENT = bytes(CallContext.CLIENT_FIELD_NUMBER);
  private static final int HEADER_NAME = bytes(1);
  private static final int HEADER_VALUE = bytes(2);
  private static final int READ_TIMEOUT = varint(ReadOneRequest.TIMEOUT_IN_MILLIS_FIELD_NUMBER);
  private static final int READ_HOST = bytes(ReadOneRequest.HOST_ID_FIELD_NUMBER);

  private Wire() {}

  /** A {@link DispatchRequest}. */
  record Dispatch(
      Id host, Id service, Id method, Id call, Payload param, long timeoutMillis, boolean isMost) {}

  /** A {@link ReturnValueRequest}, as far as it has a meaning. */
  record Return(Id host, Id call, Payload result, int error, Optional<CallFailure> failure) {}

  /** A {@link ReadOneRequest}. */
  record ReadOne(int timeoutMillis, Id host) {}

  /**
   * Reads a dispatch. The payload may be a view of the request.
   *
   * @param ofHost whether it is the host's own code that calls, which may say for whom
   */
  static Dispatch dispatch(byte[] request, boolean ofHost) throws InvalidProtocolBufferException {
    WireInput in = new WireInput(request);
    long[] ids = new long[SLOTS];
    Pieces param = new Pieces(request);
    int timeout = 0;
    boolean isMost = false;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == DISPATCH_BUNDLE) {
        readBundle(in, ids, param, ofHost);
      } else if (tag == DISPATCH_PARAM) {
        readAny(in, param);
      } else if (tag == DISPATCH_TIMEOUT) {
        timeout = in.smallNumber();
      } else if (tag == DISPATCH_IS_MOST) {
        isMost = in.number() != 0;
      } else {
        in.skip(tag);
      }
    }
    return new Dispatch(
        id(ids, HOST),
        id(ids, SERVICE),
        id(ids, METHOD),
        id(ids, CALL),
        param.withHeaders(),
        Integer.toUnsignedLong(timeout),
        isMost);
  }

  /** Reads a return. The payload may be a view of the request. */
  static Return returned(byte[] request) throws InvalidProtocolBufferException {
    WireInput in = new WireInput(request);
    long[] ids = new long[SLOTS];
    Pieces result = new Pieces(request);
    Optional<CallFailure.Builder> failure = Optional.empty();
    int error = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == RETURN_BUNDLE) {
        readBundle(in, ids, result, false);
      } else if (tag == RETURN_RESULT) {
        readAny(in, result);
      } else if (tag == RETURN_ERROR) {
        error = in.smallNumber();
      } else if (tag == RETURN_FAILURE) {
        // Each part of it must be whole: two that are not could be one together.
        failure = failure.or(() -> Optional.of(CallFailure.newBuilder()));
        in.mergeInto(failure.get());
      } else {
        in.skip(tag);
      }
    }
    return new Return(
        id(ids, HOST),
        id(ids, CALL),
        result.payload(),
        error,
        failure.map(CallFailure.Builder::build));
  }

  static ReadOne readOne(byte[] request) throws InvalidProtocolBufferException {
    WireInput in = new WireInput(request);
    long[] host = new long[2];
    int timeout = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == READ_TIMEOUT) {
        timeout = in.smallNumber();
      } else if (tag == READ_HOST) {
        readId(in, host, 0);
      } else {
        in.skip(tag);
      }
    }
    return new ReadOne(timeout, id(host, 0));
  }

  /** A {@link DispatchResponse}. */
  static ByteString dispatched(Id call, Id target) {
    int size =
        idSize(DispatchResponse.CALL_ID_FIELD_NUMBER, call)
            + idSize(DispatchResponse.TARGET_HOST_ID_FIELD_NUMBER, target);
    return new WireOutput(size)
        .id(DispatchResponse.CALL_ID_FIELD_NUMBER, call)
        .id(DispatchResponse.TARGET_HOST_ID_FIELD_NUMBER, target)
        .message();
  }

  /** How many bytes a {@link CallContext} has beside headers, for a caller's name of so many. */
  static int contextSize(int callerName) {
    return messageSize(CallContext.CALLER_FIELD_NUMBER, callerName)
        + messageSize(CallContext.DEADLINE_FIELD_NUMBER, Long.BYTES)
        - 1;
  }

  /**
   * How many bytes the event of this call has.
   *
   * @param context how many of them its {@link CallContext} has; 0 when it has none
   */
  static int callSize(Id callerHost, Id service, Id method, Id call, Payload param, int context) {
    return messageSize(
            ReadOneResponse.BUNDLE_FIELD_NUMBER,
            bundleSize(callerHost, service, method, call, context))
        + payloadSize(ReadOneResponse.PARAM_OR_RESULT_FIELD_NUMBER, param);
  }

  /**
   * The event of a call: whose it is, for what, and its parameter.
   *
   * @param withContext whether the called guest has room for more than a classic guest has
   */
  static ByteString call(Event.Call call, boolean withContext) {
    ByteString headers = call.param().headers();
    int context = withContext ? contextSize(call.callerName().inUtf8().size()) + headers.size() : 0;
    int bundle = bundleSize(call.callerHost(), call.service(), call.method(), call.call(), context);
    int size =
        messageSize(ReadOneResponse.BUNDLE_FIELD_NUMBER, bundle)
            + payloadSize(ReadOneResponse.PARAM_OR_RESULT_FIELD_NUMBER, call.param());
    WireOutput out =
        new WireOutput(size, call.param())
            .header(ReadOneResponse.BUNDLE_FIELD_NUMBER, bundle)
            .id(MethodBundle.HOST_ID_FIELD_NUMBER, call.callerHost())
            .id(MethodBundle.SERVICE_ID_FIELD_NUMBER, call.service())
            .id(MethodBundle.METHOD_ID_FIELD_NUMBER, call.method())
            .id(MethodBundle.CALL_ID_FIELD_NUMBER, call.call());
    if (withContext) {
      out.header(MethodBundle.CONTEXT_FIELD_NUMBER, context)
          .bytes(CallContext.CALLER_FIELD_NUMBER, call.callerName().inUtf8())
          .fixed64(CallContext.DEADLINE_FIELD_NUMBER, call.deadline())
          .fields(headers);
    }
    return out.payload(ReadOneResponse.PARAM_OR_RESULT_FIELD_NUMBER, call.param()).message();
  }

  /** How many bytes the event of a resolved call has. */
  static int resolvedSize(Id host, Event.Resolved resolved) {
    return eventSize(resolvedCallSize(host, resolved), 0);
  }

  /**
   * The event of a resolved call. Classic guests read the bundle and the exit of every event, so
   * both are there, without content.
   */
  static ByteString resolved(Id host, Event.Resolved resolved) {
    return resolvedAndExit(host, resolved, new byte[0]);
  }

  /** The event of a resolved exit call, upon which the guest ends itself with that code. */
  static ByteString resolvedExit(Id host, Id call, ExitPair pair) {
    Payload result =
        Payload.of(Any.pack(ExitResponse.newBuilder().setPair(pair).build()).toByteString());
    return resolvedAndExit(
        host,
        new Event.Resolved(call, Id.EXIT_METHOD, result, 0, Optional.empty()),
        pair.toByteArray());
  }

  /** The event that asks a guest to exit. */
  static ByteString exit(Event.Exit exit) {
    return ReadOneResponse.newBuilder()
        .setExit(exitPair(exit.service(), exit.code()))
        .build()
        .toByteString();
  }

  static ExitPair exitPair(Id service, int code) {
    return ExitPair.newBuilder().setServiceId(service.raw()).setCode(code).build();
  }

  private static ByteString resolvedAndExit(Id host, Event.Resolved resolved, byte[] exit) {
    int inner = resolvedCallSize(host, resolved);
    WireOutput out =
        new WireOutput(eventSize(inner, exit.length), resolved.result())
            .header(ReadOneResponse.BUNDLE_FIELD_NUMBER, 0)
            .header(ReadOneResponse.RESOLVED_FIELD_NUMBER, inner)
            .id(ResolvedCall.HOST_ID_FIELD_NUMBER, host)
            .id(ResolvedCall.CALL_ID_FIELD_NUMBER, resolved.call())
            .id(ResolvedCall.METHOD_ID_FIELD_NUMBER, resolved.method())
            .payload(ResolvedCall.RESULT_FIELD_NUMBER, resolved.result());
    if (resolved.error() != 0) {
      out.number(ResolvedCall.RESULT_ERROR_FIELD_NUMBER, resolved.error());
    }
    if (resolved.failure().isPresent()) {
      out.bytes(ResolvedCall.FAILURE_FIELD_NUMBER, resolved.failure().get().toByteArray());
    }
    return out.bytes(ReadOneResponse.EXIT_FIELD_NUMBER, exit).message();
  }

  private static int eventSize(int resolvedCall, int exit) {
    return messageSize(ReadOneResponse.BUNDLE_FIELD_NUMBER, 0)
        + messageSize(ReadOneResponse.RESOLVED_FIELD_NUMBER, resolvedCall)
        + messageSize(ReadOneResponse.EXIT_FIELD_NUMBER, exit);
  }

  private static int resolvedCallSize(Id host, Event.Resolved resolved) {
    int error = resolved.error();
    return idSize(ResolvedCall.HOST_ID_FIELD_NUMBER, host)
        + idSize(ResolvedCall.CALL_ID_FIELD_NUMBER, resolved.call())
        + idSize(ResolvedCall.METHOD_ID_FIELD_NUMBER, resolved.method())
        + payloadSize(ResolvedCall.RESULT_FIELD_NUMBER, resolved.result())
        + (error == 0 ? 0 : numberSize(ResolvedCall.RESULT_ERROR_FIELD_NUMBER, error))
        + (resolved.failure().isEmpty()
            ? 0
            : messageSize(
                ResolvedCall.FAILURE_FIELD_NUMBER, resolved.failure().get().getSerializedSize()));
  }

  private static int bundleSize(Id host, Id service, Id method, Id call, int context) {
    return (context == 0 ? 0 : messageSize(MethodBundle.CONTEXT_FIELD_NUMBER, context))
        + idSize(MethodBundle.HOST_ID_FIELD_NUMBER, host)
        + idSize(MethodBundle.SERVICE_ID_FIELD_NUMBER, service)
        + idSize(MethodBundle.METHOD_ID_FIELD_NUMBER, method)
        + idSize(MethodBundle.CALL_ID_FIELD_NUMBER, call);
  }

  private static void readBundle(WireInput in, long[] ids, Pieces pieces, boolean ofHost)
      throws InvalidProtocolBufferException {
    int outer = in.enter();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field <= MethodBundle.CALL_ID_FIELD_NUMBER && tag == bytes(field)) {
        readId(in, ids, slot(field));
      } else if (tag == BUNDLE_CONTEXT) {
        readContext(in, pieces, ofHost);
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /** Of what a guest says only the headers count. */
  private static void readContext(WireInput in, Pieces pieces, boolean ofHost)
      throws InvalidProtocolBufferException {
    int outer = in.enter();
    int start = in.position();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == CONTEXT_HEADER) {
        skipHeader(in);
        pieces.addHeader(start, in.position() - start);
      } else if (tag == CONTEXT_CLIENT) {
        in.mergeInto(OutsideClient.newBuilder());
        if (ofHost) {
          pieces.addHeader(start, in.position() - start);
        }
      } else if (tag == CONTEXT_CALLER) {
        in.skipText();
      } else {
        in.skip(tag);
      }
      start = in.position();
    }
    in.leave(outer);
  }

  private static void skipHeader(WireInput in) throws InvalidProtocolBufferException {
    int outer = in.enter();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == HEADER_NAME || tag == HEADER_VALUE) {
        in.skipText();
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  private static void readId(WireInput in, long[] ids, int slot)
      throws InvalidProtocolBufferException {
    int outer = in.enter();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == ID_HIGH) {
        ids[slot] = in.number();
      } else if (tag == ID_LOW) {
        ids[slot + 1] = in.number();
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
  }

  /**
   * Walks over an {@link Any} without building it. A message field that occurs twice is merged, and
   * two serialized messages one after the other are exactly their merger.
   */
  private static void readAny(WireInput in, Pieces to) throws InvalidProtocolBufferException {
    int outer = in.enter();
    int start = in.position();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == ANY_TYPE_URL) {
        in.skipText();
      } else if (tag == ANY_VALUE) {
        in.skipBytes();
      } else {
        in.skip(tag);
      }
    }
    to.add(start, in.position() - start);
    in.leave(outer);
  }

  /**
   * A payload as it is found in its request. In one piece it is a view of the request, unless the
   * request has much more than it: what the kernel keeps must be about as large as what it counts.
   */
  private static final class Pieces {
    /** What a request may have beside its payload. */
    private static final int MOST_BESIDE = 1024;

    private final byte[] request;
    private int start;
    private int length = -1;
    private ByteString.Output merged;
    private ByteString.Output headers;

    Pieces(byte[] request) {
      this.request = request;
    }

    /** What is too much is refused: so that it is, some of it is enough. */
    void addHeader(int from, int count) {
      if (headers == null) {
        headers = ByteString.newOutput();
      }
      if (headers.size() <= Budgets.HEADERS) {
        headers.write(request, from, count);
      }
    }

    void add(int from, int count) {
      if (length < 0) {
        start = from;
        length = count;
        return;
      }
      if (merged == null) {
        merged = ByteString.newOutput(request.length);
        merged.write(request, start, length);
      }
      merged.write(request, from, count);
    }

    Payload withHeaders() {
      return headers == null ? payload() : payload().with(headers.toByteString());
    }

    Payload payload() {
      if (length < 0) {
        return Payload.ABSENT;
      }
      if (merged != null) {
        return Payload.of(merged.toByteString());
      }
      return Payload.of(
          request.length - length > MOST_BESIDE
              ? ByteString.copyFrom(request, start, length)
              : UnsafeByteOperations.unsafeWrap(request, start, length));
    }
  }

  private static Id id(long[] ids, int slot) {
    return new Id(ids[slot], ids[slot + 1]);
  }

  private static int slot(int field) {
    return (field - 1) * 2;
  }

  private static int bytes(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private static int varint(int field) {
    return field << 3 | WireFormat.WIRETYPE_VARINT;
  }
}
