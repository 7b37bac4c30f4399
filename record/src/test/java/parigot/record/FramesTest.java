package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedEvent;
import parigot.v1.host.RecordedReply;

/** Frames in memory are the bytes that a file of them has. */
class FramesTest {
  private static final int LARGEST = 200_000;

  @Property(tries = 200)
  void areWrittenAsTheyCameAndTheirMemoryIsUsedAgain(
      @ForAll @Size(max = 40) List<@IntRange(max = LARGEST) Integer> forgotten,
      @ForAll @Size(max = 40) List<@IntRange(max = LARGEST) Integer> kept)
      throws IOException {
    Frames frames = new Frames();
    forgotten.forEach(size -> frames.add(entry(size)));
    frames.clear();
    assertThat(frames.size()).isZero();
    kept.forEach(size -> frames.add(entry(size)));
    Frames copy = frames.copy();

    byte[] written = bytes(kept);
    assertThat(frames.size()).isEqualTo(written.length);
    assertThat(written(frames)).isEqualTo(written);

    frames.clear();
    forgotten.forEach(size -> frames.add(entry(size)));
    assertThat(written(copy)).as("a copy").isEqualTo(written);
    assertThat(written(frames)).isEqualTo(bytes(forgotten));
  }

  @Property
  void anEventIsWrittenAsItsMessageIs(
      @ForAll byte[] event, @ForAll long time, @ForAll boolean blanked) throws IOException {
    RecordedEvent message =
        RecordedEvent.newBuilder()
            .setEvent(ByteString.copyFrom(event))
            .setTime(time)
            .setBlanked(blanked)
            .build();
    assertThat(bytes(new EventEntry(message.getEvent(), time, blanked)))
        .isEqualTo(RecordedEntry.newBuilder().setEvent(message).build().toByteArray());
  }

  @Property
  void anAnswerIsWrittenAsItsMessageIs(
      @ForAll int function,
      @ForAll int request,
      @ForAll int error,
      @ForAll byte[] response,
      @ForAll long time,
      @ForAll boolean blanked)
      throws IOException {
    RecordedReply message =
        RecordedReply.newBuilder()
            .setFunction(function)
            .setRequest(request)
            .setError(error)
            .setResponse(ByteString.copyFrom(response))
            .setTime(time)
            .setBlanked(blanked)
            .build();
    assertThat(
            bytes(new ReplyEntry(function, request, error, message.getResponse(), time, blanked)))
        .isEqualTo(RecordedEntry.newBuilder().setReply(message).build().toByteArray());
  }

  private static byte[] bytes(FrameContent content) throws IOException {
    byte[] bytes = new byte[content.size()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    content.writeTo(out);
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static RecordedEntry entry(int size) {
    return RecordedEntry.newBuilder().setRandom(ByteString.copyFrom(new byte[size])).build();
  }

  private static byte[] written(Frames frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frames.writeTo(Channels.newChannel(out));
    return out.toByteArray();
  }

  private static byte[] bytes(List<Integer> sizes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int size : sizes) {
      byte[] message = entry(size).toByteArray();
      CRC32C checksum = new CRC32C();
      checksum.update(message);
      out.writeBytes(
          ByteBuffer.allocate(Frames.HEAD)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(message.length)
              .putInt((int) checksum.getValue())
              .array());
      out.writeBytes(message);
    }
    return out.toByteArray();
  }
}
