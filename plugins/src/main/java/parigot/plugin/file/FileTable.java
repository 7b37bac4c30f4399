package parigot.plugin.file;

import file.v1.host.FileErr;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;

/**
 * The files by path and by id. A path has one id for as long as its file exists, in all guests; a
 * file that an earlier run has left gets one when it is first asked for. From any thread; whoever
 * looks up a path or changes its entry holds the path.
 */
final class FileTable {
  /** What is kept of a file beside its content takes about so many bytes, and more by its path. */
  private static final int ENTRY_BYTES = 512;

  private static final int NAME_BYTES = 64;
  private static final int CHARACTER_BYTES = 4;

  private final Storage storage;
  private final Capacity memory;
  private final RandomGenerator random;
  private final Map<FilePath, FileEntry> byPath = new ConcurrentHashMap<>();
  private final Map<PluginId, FileEntry> byId = new ConcurrentHashMap<>();

  /**
   * No file yet.
   *
   * @param memory what the entries take is counted here
   */
  FileTable(Storage storage, Capacity memory, RandomGenerator random) {
    this.storage = storage;
    this.memory = memory;
    this.random = random;
  }

  Collection<FileEntry> all() {
    return byPath.values();
  }

  Optional<FileEntry> get(PluginId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whether this is the entry of its path. */
  boolean has(FileEntry entry) {
    return byPath.get(entry.path()) == entry;
  }

  /** An entry for a path that has none; it is not in the table yet. */
  FileEntry make(FilePath path) {
    return new FileEntry(PluginId.random('f', random), path);
  }

  void add(FileEntry entry, FileErr onFailure) throws ServiceError {
    if (!memory.take(cost(entry.path()))) {
      throw new ServiceError(
          onFailure.getNumber(),
          "%s: what is known of files takes all of memory-capacity, %d bytes"
              .formatted(entry.path(), memory.all()));
    }
    byPath.put(entry.path(), entry);
    byId.put(entry.id(), entry);
  }

  /** The bytes that a file takes beside its content. */
  static long cost(FilePath path) {
    return ENTRY_BYTES
        + (long) NAME_BYTES * path.names().size()
        + (long) CHARACTER_BYTES * path.text().length();
  }

  FileEntry existing(FilePath path, FileErr onFailure) throws ServiceError {
    return find(path, onFailure).orElseThrow(() -> unknown(path));
  }

  /** The file at a path, by what is on the disk rather than what was there before. */
  Optional<FileEntry> find(FilePath path, FileErr onFailure) throws ServiceError {
    Optional<FileEntry> known = known(path, onFailure);
    if (known.isPresent() || !isThere(path, onFailure)) {
      return known;
    }
    FileEntry left = make(path);
    add(left, onFailure);
    return Optional.of(left);
  }

  /** The same, of those that have an entry. */
  Optional<FileEntry> known(FilePath path, FileErr onFailure) throws ServiceError {
    Optional<FileEntry> known = Optional.ofNullable(byPath.get(path));
    if (known.isPresent() && known.get().isFor(FileEntry.Use.CLOSED) && !isThere(path, onFailure)) {
      forget(known.get());
      return Optional.empty();
    }
    return known;
  }

  boolean isThere(FilePath path, FileErr onFailure) throws ServiceError {
    return status(path, onFailure).filter(found -> !found.isFolder()).isPresent();
  }

  void forget(FileEntry entry) {
    if (byPath.remove(entry.path(), entry)) {
      byId.remove(entry.id());
      memory.give(cost(entry.path()));
    }
  }

  Optional<Storage.Status> status(FilePath path, FileErr onFailure) throws ServiceError {
    try {
      return storage.status(path);
    } catch (IOException e) {
      throw failure(onFailure, path, e);
    }
  }

  static ServiceError unknown(Object what) {
    return new ServiceError(FileErr.NotExistError_VALUE, "there is no file " + what);
  }

  static ServiceError failure(FileErr error, FilePath path, IOException cause) {
    return new ServiceError(error.getNumber(), "%s: %s".formatted(path, cause));
  }
}
