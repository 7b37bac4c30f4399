package parigot.record;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedLife;

/** Reads the recording of one life, up to its end or to where it is torn. Used by one thread. */
final class LifeReader implements AutoCloseable {
  /** What a frame may have: more than any message that a guest can be given. */
  private static final int MOST = 1 << 30;

  private final Path file;
  private final InputStream in;
  private final RecordedLife head;
  private long position;
  private OptionalLong tornAt = OptionalLong.empty();

  private LifeReader(Path file, InputStream in) throws IOException, RecordingException {
    this.file = file;
    this.in = in;
    byte[] magic = in.readNBytes(Frames.MAGIC.length);
    if (magic.length < Frames.MAGIC.length) {
      throw RecordingException.torn(file);
    }
    if (!Arrays.equals(magic, Frames.MAGIC)) {
      throw new RecordingException(file + " is no recording of this version of Parigot.");
    }
    position = Frames.MAGIC.length;
    byte[] first = frame().orElseThrow(() -> RecordingException.torn(file));
    head = RecordedLife.parseFrom(first);
  }

  /**
   * Opens it.
   *
   * @throws RecordingException when it is no recording; the message is a sentence
   */
  static LifeReader open(Path file) throws RecordingException {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      try {
        return new LifeReader(file, in);
      } catch (IOException | RecordingException e) {
        in.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RecordingException(file + " cannot be read: " + e, e);
    }
  }

  RecordedLife head() {
    return head;
  }

  /** The next entry; none at the end. */
  Optional<RecordedEntry> next() {
    try {
      Optional<byte[]> bytes = frame();
      return bytes.isEmpty() ? Optional.empty() : Optional.of(RecordedEntry.parseFrom(bytes.get()));
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(file + " holds what is no entry", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes of the file are whole, if what follows them is not. Known at the end. */
  OptionalLong tornAt() {
    return tornAt;
  }

  private Optional<byte[]> frame() throws IOException {
    byte[] header = in.readNBytes(Frames.HEAD);
    if (header.length == 0 || tornAt.isPresent()) {
      return Optional.empty();
    }
    if (header.length == Frames.HEAD) {
      ByteBuffer numbers = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
      int length = numbers.getInt();
      int checksum = numbers.getInt();
      if (length >= 0 && length <= MOST) {
        byte[] message = in.readNBytes(length);
        if (message.length == length && Checksums.of(message) == checksum) {
          position += Frames.HEAD + length;
          return Optional.of(message);
        }
      }
    }
    tornAt = OptionalLong.of(position);
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
