package parigot.plugin.file;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Files that are gone with the application. */
final class MemoryStorage implements Storage {
  private static final class Content {
    private byte[] bytes;
    private int length;
    private final Instant created;
    private Instant modified;

    Content(Instant now) {
      created = now;
      modified = now;
    }

    Status status() {
      return new Status(false, length, created, modified);
    }
  }

  private final Capacity capacity;
  private final Clock clock;
  private final NavigableMap<String, Content> files = new TreeMap<>();

  /**
   * Storage without a file.
   *
   * @param capacity from which the bytes of all files together are taken
   */
  MemoryStorage(Capacity capacity, Clock clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Status> status(FilePath path) {
    Content content = files.get(path.text());
    if (content != null) {
      return Optional.of(content.status());
    }
    return below(path).values().stream().map(file -> file.status().asFolder()).reduce(Status::and);
  }

  @Override
  public synchronized void replace(FilePath path, ByteString content) throws IOException {
    if (!below(path).isEmpty()) {
      throw new FileSystemException(path.text(), null, "it is a folder");
    }
    for (int i = 1; i < path.names().size(); i++) {
      FilePath folder = new FilePath(path.names().subList(0, i));
      if (files.containsKey(folder.text())) {
        throw new FileSystemException(path.text(), null, folder.text() + " is a file");
      }
    }
    Content file = files.get(path.text());
    Instant now = clock.instant();
    reserve(path, content.size() - (file == null ? 0L : file.length));
    if (file == null) {
      file = new Content(now);
      files.put(path.text(), file);
    }
    file.bytes = content.toByteArray();
    file.length = content.size();
    file.modified = now;
  }

  @Override
  public synchronized void append(FilePath path, long length, ByteString data) throws IOException {
    Content file = file(path);
    reserve(path, data.size());
    int needed = file.length + data.size();
    if (needed > file.bytes.length) {
      file.bytes = Arrays.copyOf(file.bytes, Math.max(needed, file.bytes.length * 3 / 2));
    }
    data.copyTo(file.bytes, file.length);
    file.length = needed;
    file.modified = clock.instant();
  }

  @Override
  public synchronized void truncate(FilePath path, long length) throws IOException {
    Content file = file(path);
    if (file.bytes.length > file.length) {
      file.bytes = Arrays.copyOf(file.bytes, file.length);
    }
  }

  @Override
  public synchronized ByteString read(FilePath path, long offset, int count) throws IOException {
    Content file = file(path);
    int available = (int) Math.max(0, Math.min(count, file.length - offset));
    return available == 0
        ? ByteString.EMPTY
        : ByteString.copyFrom(file.bytes, (int) offset, available);
  }

  @Override
  public synchronized void delete(FilePath path) throws IOException {
    capacity.give(file(path).length);
    files.remove(path.text());
  }

  @Override
  public synchronized void close() {
    files.clear();
  }

  private Map<String, Content> below(FilePath folder) {
    // '0' is the character after '/'.
    return files.subMap(folder.text() + "/", folder.text() + "0");
  }

  private Content file(FilePath path) throws IOException {
    Content file = files.get(path.text());
    if (file == null) {
      throw new NoSuchFileException(path.text());
    }
    return file;
  }

  private void reserve(FilePath path, long more) throws IOException {
    if (!capacity.take(more)) {
      throw new FileSystemException(
          path.text(),
          null,
          "the files in memory may have %d bytes together, by memory-capacity"
              .formatted(capacity.all()));
    }
  }
}
