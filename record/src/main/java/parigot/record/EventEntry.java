package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedEvent;

/**
 * A {@link RecordedEntry} of an event, written field by field: there is one in each call, and
 * making the messages first would take as long again.
 *
 * @param time microseconds since 1970
 */
record EventEntry(ByteString event, long time, boolean blanked) implements FrameContent {
  @Override
  public int size() {
    int inner = innerSize();
    return CodedOutputStream.computeTagSize(RecordedEntry.EVENT_FIELD_NUMBER)
        + CodedOutputStream.computeUInt32SizeNoTag(inner)
        + inner;
  }

  private int innerSize() {
    return (event.isEmpty()
            ? 0
            : CodedOutputStream.computeBytesSize(RecordedEvent.EVENT_FIELD_NUMBER, event))
        + (time == 0
            ? 0
            : CodedOutputStream.computeInt64Size(RecordedEvent.TIME_FIELD_NUMBER, time))
        + (blanked
            ? CodedOutputStream.computeBoolSize(RecordedEvent.BLANKED_FIELD_NUMBER, true)
            : 0);
  }

  @Override
  public void writeTo(CodedOutputStream out) throws IOException {
    out.writeTag(RecordedEntry.EVENT_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(innerSize());
    if (!event.isEmpty()) {
      out.writeBytes(RecordedEvent.EVENT_FIELD_NUMBER, event);
    }
    if (time != 0) {
      out.writeInt64(RecordedEvent.TIME_FIELD_NUMBER, time);
    }
    if (blanked) {
      out.writeBool(RecordedEvent.BLANKED_FIELD_NUMBER, true);
    }
  }
}
