package parigot.plugin.file;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on the disk how long each file is that is being appended to, so that what a crash left
 * behind that length can be cut off. An append is done once its new length stands here: that is one
 * write of a few bytes, into the older of two places, so the newer is good whatever happens.
 *
 * <p>A record is a file of its own: two slots of length and checksum, then the file's path.
 */
final class AppendJournal {
  private static final Logger LOG = LoggerFactory.getLogger(AppendJournal.class);
  private static final String SUFFIX = ".length";
  private static final int SLOT = Long.BYTES + Integer.BYTES;
  private static final int LONGEST_RECORD = 64 * 1024;

  private static final class LengthRecord {
    private final Path file;
    private final byte[] path;
    private int nextSlot = 1;

    LengthRecord(Path file, byte[] path) {
      this.file = file;
      this.path = path;
    }
  }

  private final Path folder;
  private final Disk disk;
  private final Map<FilePath, LengthRecord> records = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  AppendJournal(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Before the first byte is appended: the file is so long. */
  void begin(FilePath file, Path relative, long length) throws IOException {
    if (records.containsKey(file)) {
      return;
    }
    byte[] path = relative.toString().getBytes(StandardCharsets.UTF_8);
    LengthRecord record =
        new LengthRecord(folder.resolve(numbers.getAndIncrement() + SUFFIX), path);
    byte[] slot = slot(length, path);
    try {
      disk.write(
          record.file,
          ByteBuffer.allocate(2 * SLOT + path.length).put(slot).put(slot).put(path).array());
      disk.syncFolder(folder);
    } catch (IOException e) {
      // A full disk would be left one more file by each append that it refuses.
      Files.deleteIfExists(record.file);
      throw e;
    }
    records.put(file, record);
  }

  /** The appended bytes are on the disk: the file is so long now. */
  void commit(FilePath file, long length) throws IOException {
    LengthRecord record = records.get(file);
    disk.write(record.file, (long) record.nextSlot * SLOT, slot(length, record.path));
    record.nextSlot = 1 - record.nextSlot;
  }

  /** Nothing is appended any more, and the file has its length. */
  void forget(FilePath file) throws IOException {
    LengthRecord record = records.remove(file);
    if (record != null) {
      Files.deleteIfExists(record.file);
    }
  }

  /** Cuts off what an earlier run began to append and did not finish. */
  void recover(Path root) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path record : left) {
        recover(record, root);
        Files.delete(record);
      }
    }
  }

  private void recover(Path record, Path root) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Disk.read(record, 0, LONGEST_RECORD));
    try {
      byte[] path = new byte[bytes.capacity() - 2 * SLOT];
      bytes.get(2 * SLOT, path);
      long length = Math.max(read(bytes, 0, path), read(bytes, SLOT, path));
      Path file = root.resolve(new String(path, StandardCharsets.UTF_8));
      if (length >= 0 && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        disk.cut(file, length);
      }
    } catch (NegativeArraySizeException | BufferUnderflowException | IndexOutOfBoundsException e) {
      // Cut short before its first append: there is nothing to take back.
      LOG.info("{} was left unfinished, and nothing hangs on it", record);
    }
  }

  private static long read(ByteBuffer bytes, int at, byte[] path) {
    long length = bytes.getLong(at);
    return bytes.getInt(at + Long.BYTES) == checksum(length, path) ? length : -1;
  }

  private static byte[] slot(long length, byte[] path) {
    return ByteBuffer.allocate(SLOT).putLong(length).putInt(checksum(length, path)).array();
  }

  private static int checksum(long length, byte[] path) {
    CRC32 crc = new CRC32();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
    crc.update(path);
    return (int) crc.getValue();
  }
}
