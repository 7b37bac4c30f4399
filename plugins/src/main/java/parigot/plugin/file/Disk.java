package parigot.plugin.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The steps of writing to a disk so that what has been written is there after a crash. An interrupt
 * stops none of them: files are written without a channel, which an interrupt would close.
 *
 * @param sync whether each step waits until the disk has it; otherwise a crash of the machine, but
 *     not one of the process, may lose what came last
 */
record Disk(boolean sync) {

  /** Makes or replaces a file's bytes, not atomically. */
  void write(Path file, byte[] content) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(0);
      open.write(content);
      sync(open);
    }
  }

  /** Writes into a file at an offset. */
  void write(Path file, long offset, byte[] bytes) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(offset);
      open.write(bytes);
      sync(open);
    }
  }

  /** Cuts a file that is longer. */
  void cut(Path file, long length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      if (open.length() > length) {
        open.setLength(length);
        sync(open);
      }
    }
  }

  /** Up to this many bytes from this offset. */
  static byte[] read(Path file, long offset, int count) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      int available = (int) Math.max(0, Math.min(count, open.length() - offset));
      byte[] bytes = new byte[available];
      open.seek(offset);
      open.readFully(bytes);
      return bytes;
    }
  }

  /** Makes the names in a folder last: what was made, renamed or deleted in it. */
  void syncFolder(Path folder) throws IOException {
    if (!sync) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      boolean done = false;
      while (!done) {
        try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
          open.force(true);
          done = true;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void sync(RandomAccessFile file) throws IOException {
    if (sync) {
      file.getFD().sync();
    }
  }
}
