package parigot.plugin.file;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the bytes of files are. Knows no ids and no states: calls for one path come one after the
 * other, those for different paths at once. An interrupt changes no outcome and harms no later
 * call.
 */
sealed interface Storage extends AutoCloseable permits DiskStorage, MemoryStorage {

  /**
   * A file, or a folder with all that lies in it.
   *
   * @param size in bytes
   * @param created when it was made, or the first of its files
   * @param modified when it was last written to, or any of its files
   */
  record Status(boolean isFolder, long size, Instant created, Instant modified) {
    Status and(Status other) {
      return new Status(
          true,
          size + other.size,
          created.isBefore(other.created) ? created : other.created,
          modified.isAfter(other.modified) ? modified : other.modified);
    }

    Status asFolder() {
      return new Status(true, size, created, modified);
    }
  }

  /** What is there: a folder only if a file lies somewhere in it. */
  Optional<Status> status(FilePath path) throws IOException;

  /** Makes a file with this content, or gives a file this content: wholly or not at all. */
  void replace(FilePath path, ByteString content) throws IOException;

  /**
   * Appends to a file: wholly or not at all, also if the process ends in the middle.
   *
   * @param length how long the file is
   */
  void append(FilePath path, long length, ByteString data) throws IOException;

  /**
   * No more is appended for now.
   *
   * @param length how long the file is
   */
  void truncate(FilePath path, long length) throws IOException;

  /** Up to this many bytes from this offset; none at the end. */
  ByteString read(FilePath path, long offset, int count) throws IOException;

  /** Takes a file away, and the folders that are empty then. */
  void delete(FilePath path) throws IOException;

  /** No other call is made any more. */
  @Override
  void close();
}
