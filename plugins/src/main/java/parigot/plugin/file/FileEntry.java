package parigot.plugin.file;

import file.v1.host.FileErr;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;

/** One file, and what it is open for. Used by whoever holds its path. */
final class FileEntry {
  enum Use {
    CLOSED,
    READING,
    WRITING
  }

  private final PluginId id;
  private final FilePath path;
  private Use use = Use.CLOSED;

  /** Who has opened it, while it is open; and which call was the last to change anything. */
  private GuestLife holder;

  private long lastCall;

  /** Where the next read begins, or how long the file is that is being written. */
  private long position;

  FileEntry(PluginId id, FilePath path) {
    this.id = id;
    this.path = path;
  }

  PluginId id() {
    return id;
  }

  FilePath path() {
    return path;
  }

  boolean isFor(Use wanted) {
    return use == wanted;
  }

  boolean isHeldBy(GuestLife life) {
    return use != Use.CLOSED && life.equals(holder);
  }

  /** Who has opened it last. */
  GuestLife holder() {
    return holder;
  }

  void open(Use wanted, Caller caller) {
    use = wanted;
    holder = GuestLife.of(caller);
    changedBy(caller);
  }

  void close() {
    use = Use.CLOSED;
  }

  void changedBy(Caller caller) {
    lastCall = caller.call();
  }

  /** Whether it is open, and nobody has changed anything since this call. */
  boolean isAsLeftBy(Caller caller) {
    return use != Use.CLOSED && lastCall == caller.call();
  }

  long position() {
    return position;
  }

  void moveTo(long newPosition) {
    position = newPosition;
  }

  void requireClosed() throws ServiceError {
    if (use != Use.CLOSED) {
      throw new ServiceError(FileErr.AlreadyInUseError_VALUE, "%s is open already".formatted(path));
    }
  }

  void requireOpen() throws ServiceError {
    if (use == Use.CLOSED) {
      throw new ServiceError(FileErr.FileClosedError_VALUE, path + " is closed");
    }
  }

  void requireUse(Use wanted) throws ServiceError {
    requireOpen();
    if (use != wanted) {
      throw new ServiceError(
          FileErr.AlreadyInUseError_VALUE,
          "%s is open for %s".formatted(path, use == Use.READING ? "reading" : "writing"));
    }
  }
}
