package parigot.record;

import com.google.protobuf.AbstractMessageLite;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Frames of a recording that have come together: each a length, a checksum and a message. */
final class Frames {
  /** What every file begins with. */
  static final byte[] MAGIC = "PARIGOT1".getBytes(StandardCharsets.US_ASCII);

  /** The bytes of a frame before its message. */
  static final int HEAD = 2 * Integer.BYTES;

  private static final int USUAL = 1 << 16;

  /** Of a Java array. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1 << 10];
  private int size;

  int size() {
    return size;
  }

  void begin() {
    reserve(MAGIC.length);
    System.arraycopy(MAGIC, 0, bytes, size, MAGIC.length);
    size += MAGIC.length;
  }

  void add(AbstractMessageLite<?, ?> message) {
    int length = message.getSerializedSize();
    reserve(HEAD + length);
    int at = size + HEAD;
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, at, length);
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a message has another size than it says", e);
    }
    INT.set(bytes, size, length);
    INT.set(bytes, size + Integer.BYTES, Checksums.of(bytes, at, length));
    size = at + length;
  }

  /** The same as they are now, and apart from these. */
  Frames copy() {
    Frames copy = new Frames();
    copy.bytes = Arrays.copyOf(bytes, size);
    copy.size = size;
    return copy;
  }

  /** Writes a new file of these. */
  static void write(List<Frames> all, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Frames each : all) {
        each.writeTo(channel);
      }
    }
  }

  void writeTo(WritableByteChannel channel) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes, 0, size);
    while (all.hasRemaining()) {
      int unusedCount = channel.write(all);
    }
  }

  /** Forgets them, and gives back what an unusually large one took. */
  void clear() {
    size = 0;
    if (bytes.length > 32 * USUAL) {
      bytes = new byte[USUAL];
    }
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      long twice = Math.min(2L * bytes.length, MOST);
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) twice));
    }
  }
}
