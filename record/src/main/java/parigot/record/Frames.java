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
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of a recording that have come together: each a length, a checksum and a message. They lie
 * in chunks that stay where they are: an array that grows would be copied by itself, and then again
 * by the collector as long as it is young. The checksums are worked out when frames are written:
 * most of a ring never is.
 */
final class Frames {
  /** What every file begins with. */
  static final byte[] MAGIC = "PARIGOT1".getBytes(StandardCharsets.US_ASCII);

  /** The bytes of a frame before its message. */
  static final int HEAD = 2 * Integer.BYTES;

  private static final int SMALLEST_CHUNK = 1 << 10;
  private static final int LARGEST_CHUNK = 1 << 16;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final List<Chunk> chunks = new ArrayList<>();

  /** How many of the chunks have something in them. */
  private int used;

  private int size;

  /** Some frames, each of them whole. */
  private static final class Chunk {
    final byte[] bytes;
    int filled;

    /** Up to where the frames have their checksums. */
    int sealed;

    Chunk(int size) {
      bytes = new byte[size];
    }

    boolean hasRoomFor(int more) {
      return more <= bytes.length - filled;
    }

    void seal() {
      while (sealed < filled) {
        int length = (int) INT.get(bytes, sealed);
        INT.set(bytes, sealed + Integer.BYTES, Checksums.of(bytes, sealed + HEAD, length));
        sealed += HEAD + length;
      }
    }
  }

  int size() {
    return size;
  }

  void begin() {
    Chunk chunk = room(MAGIC.length);
    System.arraycopy(MAGIC, 0, chunk.bytes, chunk.filled, MAGIC.length);
    fill(chunk, MAGIC.length);
    chunk.sealed = chunk.filled;
  }

  void add(AbstractMessageLite<?, ?> message) {
    add(FrameContent.of(message));
  }

  void add(FrameContent content) {
    int length = content.size();
    Chunk chunk = room(Math.addExact(HEAD, length));
    int at = chunk.filled + HEAD;
    CodedOutputStream out = CodedOutputStream.newInstance(chunk.bytes, at, length);
    try {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a message has another size than it says", e);
    }
    INT.set(chunk.bytes, chunk.filled, length);
    fill(chunk, HEAD + length);
  }

  /** The same as they are now, and apart from these. */
  Frames copy() {
    Frames copy = new Frames();
    for (Chunk chunk : chunks.subList(0, used)) {
      Chunk same = new Chunk(chunk.filled);
      System.arraycopy(chunk.bytes, 0, same.bytes, 0, chunk.filled);
      same.filled = chunk.filled;
      same.sealed = chunk.sealed;
      copy.chunks.add(same);
    }
    copy.used = used;
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
    for (Chunk chunk : chunks.subList(0, used)) {
      chunk.seal();
      ByteBuffer all = ByteBuffer.wrap(chunk.bytes, 0, chunk.filled);
      while (all.hasRemaining()) {
        int unusedCount = channel.write(all);
      }
    }
  }

  /** Forgets them, and gives back what unusually large ones took. */
  void clear() {
    chunks.removeIf(chunk -> chunk.bytes.length > LARGEST_CHUNK);
    used = 0;
    size = 0;
  }

  /** The chunk in which the next so many bytes have room. */
  private Chunk room(int more) {
    if (used > 0 && chunks.get(used - 1).hasRoomFor(more)) {
      return chunks.get(used - 1);
    }
    // As much again as there is, so that few frames take little, and many few chunks.
    int usual = Math.max(SMALLEST_CHUNK, Math.min(size, LARGEST_CHUNK));
    if (used == chunks.size()) {
      chunks.add(new Chunk(Math.max(usual, more)));
    } else if (chunks.get(used).bytes.length < more) {
      chunks.set(used, new Chunk(Math.max(usual, more)));
    }
    Chunk next = chunks.get(used++);
    next.filled = 0;
    next.sealed = 0;
    return next;
  }

  private void fill(Chunk chunk, int more) {
    chunk.filled += more;
    size += more;
  }
}
