package parigot.record;

import com.google.protobuf.AbstractMessageLite;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/** What a frame holds: the bytes of a message. */
interface FrameContent {
  /** How many bytes. */
  int size();

  /** Writes exactly so many. */
  void writeTo(CodedOutputStream out) throws IOException;

  static FrameContent of(AbstractMessageLite<?, ?> message) {
    return new FrameContent() {
      @Override
      public int size() {
        return message.getSerializedSize();
      }

      @Override
      public void writeTo(CodedOutputStream out) throws IOException {
        message.writeTo(out);
      }
    };
  }
}
