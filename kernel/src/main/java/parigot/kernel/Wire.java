package parigot.kernel;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitResponse;
import syscall.v1.host.LaunchResponse;
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
  /** What every launch resolves with. */
  static final Payload LAUNCH_RESPONSE = payload(LaunchResponse.getDefaultInstance());

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
  private static final int RETURN_BUNDLE = bytes(ReturnValueRequest.BUNDLE_FIELD_NUMBER);
  private static final int RETURN_RESULT = bytes(ReturnValueRequest.RESULT_FIELD_NUMBER);
  private static final int RETURN_ERROR = varint(ReturnValueRequest.RESULT_ERROR_FIELD_NUMBER);
  private static final int READ_TIMEOUT = varint(ReadOneRequest.TIMEOUT_IN_MILLIS_FIELD_NUMBER);
  private static final int READ_HOST = bytes(ReadOneRequest.HOST_ID_FIELD_NUMBER);

  private Wire() {}

  /** A {@link DispatchRequest}. */
  record Dispatch(Id host, Id service, Id method, Id call, Payload param) {}

  /** A {@link ReturnValueRequest}, as far as it has a meaning. */
  record Return(Id host, Id call, Payload result, int error) {}

  /** A {@link ReadOneRequest}. */
  record ReadOne(int timeoutMillis, Id host) {}

  /** Reads a dispatch. The payload is a view of the request, not a copy. */
  static Dispatch dispatch(byte[] request) throws InvalidProtocolBufferException {
    return reading(
        request,
        in -> {
          long[] ids = new long[SLOTS];
          Payload param = Payload.ABSENT;
          for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == DISPATCH_BUNDLE) {
              readBundle(in, ids);
            } else if (tag == DISPATCH_PARAM) {
              param = readAny(in, request, param);
            } else {
              skip(in, tag);
            }
          }
          return new Dispatch(
              id(ids, HOST), id(ids, SERVICE), id(ids, METHOD), id(ids, CALL), param);
        });
  }

  /** Reads a return. The payload is a view of the request, not a copy. */
  static Return returned(byte[] request) throws InvalidProtocolBufferException {
    return reading(
        request,
        in -> {
          long[] ids = new long[SLOTS];
          Payload result = Payload.ABSENT;
          int error = 0;
          for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == RETURN_BUNDLE) {
              readBundle(in, ids);
            } else if (tag == RETURN_RESULT) {
              result = readAny(in, request, result);
            } else if (tag == RETURN_ERROR) {
              error = in.readInt32();
            } else {
              skip(in, tag);
            }
          }
          return new Return(id(ids, HOST), id(ids, CALL), result, error);
        });
  }

  static ReadOne readOne(byte[] request) throws InvalidProtocolBufferException {
    return reading(
        request,
        in -> {
          long[] host = new long[2];
          int timeout = 0;
          for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == READ_TIMEOUT) {
              timeout = in.readInt32();
            } else if (tag == READ_HOST) {
              readId(in, host, 0);
            } else {
              skip(in, tag);
            }
          }
          return new ReadOne(timeout, id(host, 0));
        });
  }

  /** A {@link DispatchResponse}. */
  static byte[] dispatched(Id call, Id target) {
    int size =
        idSize(DispatchResponse.CALL_ID_FIELD_NUMBER, call)
            + idSize(DispatchResponse.TARGET_HOST_ID_FIELD_NUMBER, target);
    return writing(
        size,
        out -> {
          writeId(out, DispatchResponse.CALL_ID_FIELD_NUMBER, call);
          writeId(out, DispatchResponse.TARGET_HOST_ID_FIELD_NUMBER, target);
        });
  }

  /** How many bytes the event of this call has. */
  static int callSize(Id callerHost, Id service, Id method, Id call, Payload param) {
    return messageSize(
            ReadOneResponse.BUNDLE_FIELD_NUMBER, bundleSize(callerHost, service, method, call))
        + payloadSize(ReadOneResponse.PARAM_OR_RESULT_FIELD_NUMBER, param);
  }

  /** The event of a call: whose it is, for what, and its parameter. */
  static byte[] call(Event.Call call) {
    int bundle = bundleSize(call.callerHost(), call.service(), call.method(), call.call());
    int size =
        messageSize(ReadOneResponse.BUNDLE_FIELD_NUMBER, bundle)
            + payloadSize(ReadOneResponse.PARAM_OR_RESULT_FIELD_NUMBER, call.param());
    return writing(
        size,
        out -> {
          writeHeader(out, ReadOneResponse.BUNDLE_FIELD_NUMBER, bundle);
          writeId(out, MethodBundle.HOST_ID_FIELD_NUMBER, call.callerHost());
          writeId(out, MethodBundle.SERVICE_ID_FIELD_NUMBER, call.service());
          writeId(out, MethodBundle.METHOD_ID_FIELD_NUMBER, call.method());
          writeId(out, MethodBundle.CALL_ID_FIELD_NUMBER, call.call());
          writePayload(out, ReadOneResponse.PARAM_OR_RESULT_FIELD_NUMBER, call.param());
        });
  }

  /** How many bytes the event of a resolved call has. */
  static int resolvedSize(Id host, Event.Resolved resolved) {
    return eventSize(resolvedCallSize(host, resolved), 0);
  }

  /**
   * The event of a resolved call. Classic guests read the bundle and the exit of every event, so
   * both are there, without content.
   */
  static byte[] resolved(Id host, Event.Resolved resolved) {
    return resolvedAndExit(host, resolved, new byte[0]);
  }

  /** The event of a resolved exit call, upon which the guest ends itself with that code. */
  static byte[] resolvedExit(Id host, Id call, ExitPair pair) {
    Payload result = payload(ExitResponse.newBuilder().setPair(pair).build());
    return resolvedAndExit(
        host,
        new Event.Resolved(call, Id.EXIT_METHOD, result, 0, Optional.empty()),
        pair.toByteArray());
  }

  /** The event that asks a guest to exit. */
  static byte[] exit(Event.Exit exit) {
    return ReadOneResponse.newBuilder()
        .setExit(exitPair(exit.service(), exit.code()))
        .build()
        .toByteArray();
  }

  static ExitPair exitPair(Id service, int code) {
    return ExitPair.newBuilder().setServiceId(raw(service)).setCode(code).build();
  }

  static Id id(IdRaw raw) {
    return new Id(raw.getHigh(), raw.getLow());
  }

  static IdRaw raw(Id id) {
    return IdRaw.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }

  static Payload payload(Message message) {
    return Payload.of(Any.pack(message).toByteString());
  }

  private static byte[] resolvedAndExit(Id host, Event.Resolved resolved, byte[] exit) {
    int inner = resolvedCallSize(host, resolved);
    return writing(
        eventSize(inner, exit.length),
        out -> {
          writeHeader(out, ReadOneResponse.BUNDLE_FIELD_NUMBER, 0);
          writeHeader(out, ReadOneResponse.RESOLVED_FIELD_NUMBER, inner);
          writeId(out, ResolvedCall.HOST_ID_FIELD_NUMBER, host);
          writeId(out, ResolvedCall.CALL_ID_FIELD_NUMBER, resolved.call());
          writeId(out, ResolvedCall.METHOD_ID_FIELD_NUMBER, resolved.method());
          writePayload(out, ResolvedCall.RESULT_FIELD_NUMBER, resolved.result());
          if (resolved.error() != 0) {
            out.writeInt32(ResolvedCall.RESULT_ERROR_FIELD_NUMBER, resolved.error());
          }
          if (resolved.failure().isPresent()) {
            out.writeMessage(ResolvedCall.FAILURE_FIELD_NUMBER, resolved.failure().get());
          }
          writeHeader(out, ReadOneResponse.EXIT_FIELD_NUMBER, exit.length);
          out.writeRawBytes(exit);
        });
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
        + (error == 0
            ? 0
            : CodedOutputStream.computeInt32Size(ResolvedCall.RESULT_ERROR_FIELD_NUMBER, error))
        + (resolved.failure().isEmpty()
            ? 0
            : CodedOutputStream.computeMessageSize(
                ResolvedCall.FAILURE_FIELD_NUMBER, resolved.failure().get()));
  }

  private static int bundleSize(Id host, Id service, Id method, Id call) {
    return idSize(MethodBundle.HOST_ID_FIELD_NUMBER, host)
        + idSize(MethodBundle.SERVICE_ID_FIELD_NUMBER, service)
        + idSize(MethodBundle.METHOD_ID_FIELD_NUMBER, method)
        + idSize(MethodBundle.CALL_ID_FIELD_NUMBER, call);
  }

  private static int idSize(int field, Id id) {
    return messageSize(field, rawSize(id));
  }

  private static int rawSize(Id id) {
    return (id.high() == 0
            ? 0
            : CodedOutputStream.computeUInt64Size(IdRaw.HIGH_FIELD_NUMBER, id.high()))
        + (id.low() == 0
            ? 0
            : CodedOutputStream.computeUInt64Size(IdRaw.LOW_FIELD_NUMBER, id.low()));
  }

  private static int payloadSize(int field, Payload payload) {
    return payload.present() ? messageSize(field, payload.any().size()) : 0;
  }

  private static int messageSize(int field, int size) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt32SizeNoTag(size)
        + size;
  }

  private static void writeHeader(CodedOutputStream out, int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static void writeId(CodedOutputStream out, int field, Id id) throws IOException {
    writeHeader(out, field, rawSize(id));
    if (id.high() != 0) {
      out.writeUInt64(IdRaw.HIGH_FIELD_NUMBER, id.high());
    }
    if (id.low() != 0) {
      out.writeUInt64(IdRaw.LOW_FIELD_NUMBER, id.low());
    }
  }

  private static void writePayload(CodedOutputStream out, int field, Payload payload)
      throws IOException {
    if (payload.present()) {
      out.writeBytes(field, payload.any());
    }
  }

  private static void readBundle(CodedInputStream in, long[] ids) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field <= MethodBundle.CALL_ID_FIELD_NUMBER && tag == bytes(field)) {
        readId(in, ids, slot(field));
      } else {
        skip(in, tag);
      }
    }
    in.popLimit(outer);
  }

  private static void readId(CodedInputStream in, long[] ids, int slot) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ID_HIGH) {
        ids[slot] = in.readUInt64();
      } else if (tag == ID_LOW) {
        ids[slot + 1] = in.readUInt64();
      } else {
        skip(in, tag);
      }
    }
    in.popLimit(outer);
  }

  /**
   * Walks over an {@link Any} without building it. A message field that occurs twice is merged, and
   * two serialized messages one after the other are exactly their merger.
   */
  private static Payload readAny(CodedInputStream in, byte[] request, Payload before)
      throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    int start = in.getTotalBytesRead();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ANY_TYPE_URL) {
        int length = in.readRawVarint32();
        int at = in.getTotalBytesRead();
        in.skipRawBytes(length);
        if (!UnsafeByteOperations.unsafeWrap(request, at, length).isValidUtf8()) {
          throw new InvalidProtocolBufferException("The type of an Any is not UTF-8.");
        }
      } else if (tag == ANY_VALUE) {
        in.skipRawBytes(in.readRawVarint32());
      } else {
        skip(in, tag);
      }
    }
    ByteString any =
        UnsafeByteOperations.unsafeWrap(request, start, in.getTotalBytesRead() - start);
    in.popLimit(outer);
    return Payload.of(before.present() ? before.any().concat(any) : any);
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    // Not skipField, which is stricter with numbers of ten bytes than the generated classes are.
    if (!UnknownFieldSet.newBuilder().mergeFieldFrom(tag, in)) {
      throw new InvalidProtocolBufferException("A group ends that never began.");
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

  private static <T> T reading(byte[] request, Reading<T> reading)
      throws InvalidProtocolBufferException {
    try {
      return reading.from(CodedInputStream.newInstance(request));
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from an array failed.", e);
    }
  }

  private static byte[] writing(int size, Writing writing) {
    byte[] message = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(message);
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into an array failed.", e);
    }
    out.checkNoSpaceLeft();
    return message;
  }

  private interface Reading<T> {
    T from(CodedInputStream in) throws IOException;
  }

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }
}
