package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedReply;

/**
 * A {@link RecordedEntry} of what a function of the host answered, written field by field: there
 * are some in each call, and making the messages first would take as long again.
 *
 * @param function its number
 * @param request the request's checksum
 * @param error 0 for none
 * @param time microseconds since 1970, of an event that a loop guest has read; else 0
 */
record ReplyEntry(
    int function, int request, int error, ByteString response, long time, boolean blanked)
    implements FrameContent {
  @Override
  public int size() {
    int inner = innerSize();
    return CodedOutputStream.computeTagSize(RecordedEntry.REPLY_FIELD_NUMBER)
        + CodedOutputStream.computeUInt32SizeNoTag(inner)
        + inner;
  }

  private int innerSize() {
    int size = 0;
    if (function != 0) {
      size += CodedOutputStream.computeUInt32Size(RecordedReply.FUNCTION_FIELD_NUMBER, function);
    }
    if (request != 0) {
      size += CodedOutputStream.computeFixed32Size(RecordedReply.REQUEST_FIELD_NUMBER, request);
    }
    if (error != 0) {
      size += CodedOutputStream.computeUInt32Size(RecordedReply.ERROR_FIELD_NUMBER, error);
    }
    if (!response.isEmpty()) {
      size += CodedOutputStream.computeBytesSize(RecordedReply.RESPONSE_FIELD_NUMBER, response);
    }
    if (time != 0) {
      size += CodedOutputStream.computeInt64Size(RecordedReply.TIME_FIELD_NUMBER, time);
    }
    if (blanked) {
      size += CodedOutputStream.computeBoolSize(RecordedReply.BLANKED_FIELD_NUMBER, true);
    }
    return size;
  }

  @Override
  public void writeTo(CodedOutputStream out) throws IOException {
    out.writeTag(RecordedEntry.REPLY_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(innerSize());
    if (function != 0) {
      out.writeUInt32(RecordedReply.FUNCTION_FIELD_NUMBER, function);
    }
    if (request != 0) {
      out.writeFixed32(RecordedReply.REQUEST_FIELD_NUMBER, request);
    }
    if (error != 0) {
      out.writeUInt32(RecordedReply.ERROR_FIELD_NUMBER, error);
    }
    if (!response.isEmpty()) {
      out.writeBytes(RecordedReply.RESPONSE_FIELD_NUMBER, response);
    }
    if (time != 0) {
      out.writeInt64(RecordedReply.TIME_FIELD_NUMBER, time);
    }
    if (blanked) {
      out.writeBool(RecordedReply.BLANKED_FIELD_NUMBER, true);
    }
  }
}
