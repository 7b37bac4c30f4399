package parigot.plugin.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import file.v1.host.CloseRequest;
import file.v1.host.CloseResponse;
import file.v1.host.CreateRequest;
import file.v1.host.CreateResponse;
import file.v1.host.DeleteRequest;
import file.v1.host.DeleteResponse;
import file.v1.host.FileErr;
import file.v1.host.FileInfo;
import file.v1.host.FilePlugin;
import file.v1.host.LoadTestDataRequest;
import file.v1.host.LoadTestDataResponse;
import file.v1.host.OpenRequest;
import file.v1.host.OpenResponse;
import file.v1.host.ReadRequest;
import file.v1.host.ReadResponse;
import file.v1.host.StatRequest;
import file.v1.host.StatResponse;
import file.v1.host.WriteRequest;
import file.v1.host.WriteResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/**
 * The files by path and by id, and what each is open for. A path has one id for as long as its file
 * exists, in all guests; a file that an earlier run has left gets one when it is first asked for.
 * From any thread.
 */
final class FileTable implements FilePlugin {
  /** How many bytes one call reads or writes at most. */
  static final int LARGEST = 2048;

  private enum Use {
    CLOSED,
    READING,
    WRITING
  }

  private static final class Entry {
    private final PluginId id;
    private final FilePath path;
    private Use use = Use.CLOSED;

    /** Who has opened it, while it is open; and which call was the last to change anything. */
    private GuestLife holder;

    private long lastCall;

    /** Where the next read begins, or how long the file is that is being written. */
    private long position;

    Entry(PluginId id, FilePath path) {
      this.id = id;
      this.path = path;
    }

    boolean isHeldBy(GuestLife life) {
      return use != Use.CLOSED && life.equals(holder);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(FileTable.class);

  /** What is kept of a file beside its content takes about so many bytes, and more by its path. */
  private static final int ENTRY_BYTES = 512;

  private static final int NAME_BYTES = 64;
  private static final int CHARACTER_BYTES = 4;

  private final Storage storage;
  private final Capacity memory;
  private final OpenFiles open;
  private final Optional<TestData> testData;
  private final RandomGenerator random;
  private final PathLocks locks = new PathLocks();
  private final Map<FilePath, Entry> byPath = new ConcurrentHashMap<>();
  private final Map<PluginId, Entry> byId = new ConcurrentHashMap<>();

  /**
   * No file yet.
   *
   * @param memory what the entries take is counted here
   */
  FileTable(
      Storage storage,
      Capacity memory,
      OpenFiles open,
      Optional<TestData> testData,
      RandomGenerator random) {
    this.storage = storage;
    this.memory = memory;
    this.open = open;
    this.testData = testData;
    this.random = random;
  }

  @Override
  public OpenResponse open(OpenRequest request, Caller caller) throws ServiceError {
    FilePath path = FilePath.parse(request.getPath());
    return locks.with(
        path,
        () -> {
          Entry entry = existing(path, FileErr.OpenError);
          requireClosed(entry);
          OpenResponse response =
              OpenResponse.newBuilder().setPath(path.text()).setId(entry.id.raw()).build();
          requireRoom(response, caller);
          open.add(caller, FileErr.OpenError);
          hold(entry, Use.READING, caller);
          entry.position = 0;
          return response;
        });
  }

  @Override
  public CreateResponse create(CreateRequest request, Caller caller) throws ServiceError {
    FilePath path = FilePath.parse(request.getPath());
    ByteString content = request.getContentBytes();
    requireSmall(content);
    return locks.with(
        path,
        () -> {
          Optional<Entry> known = find(path, FileErr.CreateError);
          if (known.isPresent()) {
            requireClosed(known.get());
          }
          Entry entry = known.orElseGet(() -> new Entry(PluginId.random('f', random), path));
          CreateResponse response =
              CreateResponse.newBuilder()
                  .setPath(path.text())
                  .setId(entry.id.raw())
                  .setTruncated(known.isPresent())
                  .build();
          requireRoom(response, caller);
          open.add(caller, FileErr.CreateError);
          boolean done = false;
          try {
            replace(entry, content);
            hold(entry, Use.WRITING, caller);
            done = true;
          } finally {
            if (!done) {
              open.remove(GuestLife.of(caller));
            }
          }
          return response;
        });
  }

  @Override
  public CloseResponse close(CloseRequest request, Caller caller) throws ServiceError {
    return withEntry(
        request.getId(),
        entry -> {
          requireOpen(entry);
          try {
            settle(entry);
          } catch (IOException e) {
            throw failure(FileErr.WriteError, entry.path, e);
          }
          letGo(entry);
          return CloseResponse.newBuilder().setId(entry.id.raw()).build();
        });
  }

  @Override
  public ReadResponse read(ReadRequest request, Caller caller) throws ServiceError {
    return withEntry(
        request.getId(),
        entry -> {
          requireUse(entry, Use.READING);
          requireSmall(request.getBuf());
          ByteString data;
          try {
            data = storage.read(entry.path, entry.position, request.getBuf().size());
            if (data.isEmpty() && atEnd(entry)) {
              throw new ServiceError(FileErr.EOFError_VALUE, entry.path + " is at its end");
            }
          } catch (IOException e) {
            throw failure(FileErr.ReadError, entry.path, e);
          }
          ReadResponse response =
              ReadResponse.newBuilder()
                  .setId(entry.id.raw())
                  .setNumRead(data.size())
                  .setData(data)
                  .build();
          requireRoom(response, caller);
          entry.position += data.size();
          entry.lastCall = caller.call();
          return response;
        });
  }

  @Override
  public WriteResponse write(WriteRequest request, Caller caller) throws ServiceError {
    ByteString data = request.getBuf();
    return withEntry(
        request.getId(),
        entry -> {
          requireUse(entry, Use.WRITING);
          requireSmall(data);
          if (!data.isEmpty()) {
            try {
              storage.append(entry.path, entry.position, data);
            } catch (IOException e) {
              throw failure(FileErr.WriteError, entry.path, e);
            }
            entry.position += data.size();
          }
          entry.lastCall = caller.call();
          return WriteResponse.newBuilder().setId(entry.id.raw()).setNumWrite(data.size()).build();
        });
  }

  @Override
  public DeleteResponse delete(DeleteRequest request, Caller caller) throws ServiceError {
    FilePath path = FilePath.parse(request.getPath());
    DeleteResponse response = DeleteResponse.newBuilder().setPath(path.text()).build();
    requireRoom(response, caller);
    return locks.with(
        path,
        () -> {
          // Without an entry for one that has none: what frees room needs none.
          Optional<Entry> known = known(path, FileErr.DeleteError);
          if (known.isPresent()) {
            requireClosed(known.get());
          } else if (!isThere(path, FileErr.DeleteError)) {
            throw unknown(path);
          }
          try {
            storage.delete(path);
          } catch (IOException e) {
            throw failure(FileErr.DeleteError, path, e);
          }
          known.ifPresent(this::forget);
          return response;
        });
  }

  @Override
  public StatResponse stat(StatRequest request, Caller caller) throws ServiceError {
    FilePath path = FilePath.parse(request.getPath());
    Storage.Status status = status(path, FileErr.OpenError).orElseThrow(() -> unknown(path));
    StatResponse response =
        StatResponse.newBuilder()
            .setFileInfo(
                FileInfo.newBuilder()
                    .setPath(path.text())
                    .setIsDir(status.isFolder())
                    .setSize((int) Math.min(Integer.MAX_VALUE, status.size()))
                    .setCreateTime(timestamp(status.created()))
                    .setModTime(timestamp(status.modified())))
            .build();
    requireRoom(response, caller);
    return response;
  }

  @Override
  public LoadTestDataResponse loadTestData(LoadTestDataRequest request, Caller caller)
      throws ServiceError {
    if (testData.isEmpty()) {
      throw new ServiceError(
          FileErr.NotExistError_VALUE,
          "this application has no test data: parigot.plugins.file.test-data is not set");
    }
    return testData.get().load(request, caller, this::importFile);
  }

  /** Gives a file this content and leaves it closed. */
  private void importFile(FilePath path, ByteString content) throws ServiceError {
    locks.with(
        path,
        () -> {
          Optional<Entry> known = find(path, FileErr.CreateError);
          if (known.isPresent()) {
            requireClosed(known.get());
          }
          replace(known.orElseGet(() -> new Entry(PluginId.random('f', random), path)), content);
          return path;
        });
  }

  /** Writes down what files that are still open for writing have, as if they were closed. */
  void settleAll() throws IOException {
    for (Entry entry : byPath.values()) {
      settle(entry);
    }
  }

  /** Closes what this guest has opened and not closed. */
  void guestEnded(GuestLife life) {
    for (Entry entry : byPath.values()) {
      locks.surelyWith(
          entry.path,
          () -> {
            if (entry.isHeldBy(life)) {
              closeForGood(entry);
            }
          });
    }
  }

  /** Undoes what a call did that took too long for its caller. */
  void undelivered(Caller caller, Message response) {
    if (response instanceof OpenResponse opened) {
      undo(PluginId.of(opened.getId()), caller, this::closeForGood);
    } else if (response instanceof CreateResponse created) {
      undo(
          PluginId.of(created.getId()),
          caller,
          created.getTruncated() ? this::closeForGood : this::undoCreate);
    } else if (response instanceof ReadResponse read) {
      undo(
          PluginId.of(read.getId()),
          caller,
          entry -> {
            if (entry.use == Use.READING) {
              entry.position -= read.getNumRead();
            }
          });
    }
  }

  private void undo(PluginId id, Caller caller, Consumer<Entry> work) {
    Entry entry = byId.get(id);
    if (entry != null) {
      locks.surelyWith(
          entry.path,
          () -> {
            // Whoever did something since then knew of the file.
            if (byId.get(id) == entry
                && entry.use != Use.CLOSED
                && entry.lastCall == caller.call()) {
              work.accept(entry);
            }
          });
    }
  }

  private void undoCreate(Entry entry) {
    closeForGood(entry);
    try {
      storage.delete(entry.path);
      forget(entry);
    } catch (IOException e) {
      LOG.warn("{}, which nobody was told of, could not be deleted: {}", entry.path, e.toString());
    }
  }

  /** Closes a file for somebody who will not try again. */
  private void closeForGood(Entry entry) {
    try {
      settle(entry);
    } catch (IOException e) {
      // The next start puts it right, as after a crash.
      LOG.warn("{} could not be closed in order: {}", entry.path, e.toString());
    }
    letGo(entry);
  }

  private void settle(Entry entry) throws IOException {
    if (entry.use == Use.WRITING) {
      storage.settle(entry.path, entry.position);
    }
  }

  private static void hold(Entry entry, Use use, Caller caller) {
    entry.use = use;
    entry.holder = GuestLife.of(caller);
    entry.lastCall = caller.call();
  }

  private void letGo(Entry entry) {
    entry.use = Use.CLOSED;
    open.remove(entry.holder);
  }

  private void replace(Entry entry, ByteString content) throws ServiceError {
    boolean isNew = byPath.get(entry.path) != entry;
    if (isNew) {
      add(entry, FileErr.CreateError);
    }
    boolean done = false;
    try {
      storage.replace(entry.path, content);
      done = true;
    } catch (IOException e) {
      throw failure(FileErr.CreateError, entry.path, e);
    } finally {
      if (isNew && !done) {
        forget(entry);
      }
    }
    entry.position = content.size();
  }

  private void add(Entry entry, FileErr onFailure) throws ServiceError {
    if (!memory.take(cost(entry.path))) {
      throw new ServiceError(
          onFailure.getNumber(),
          "%s: what is known of files takes all of memory-capacity, %d bytes"
              .formatted(entry.path, memory.all()));
    }
    byPath.put(entry.path, entry);
    byId.put(entry.id, entry);
  }

  /** The bytes that a file takes beside its content. */
  static long cost(FilePath path) {
    return ENTRY_BYTES
        + (long) NAME_BYTES * path.names().size()
        + (long) CHARACTER_BYTES * path.text().length();
  }

  private Entry existing(FilePath path, FileErr onFailure) throws ServiceError {
    return find(path, onFailure).orElseThrow(() -> unknown(path));
  }

  /** The file at a path, by what is on the disk rather than what was there before. */
  private Optional<Entry> find(FilePath path, FileErr onFailure) throws ServiceError {
    Optional<Entry> known = known(path, onFailure);
    if (known.isPresent() || !isThere(path, onFailure)) {
      return known;
    }
    Entry left = new Entry(PluginId.random('f', random), path);
    add(left, onFailure);
    return Optional.of(left);
  }

  /** The same, of those that have an entry. */
  private Optional<Entry> known(FilePath path, FileErr onFailure) throws ServiceError {
    Optional<Entry> known = Optional.ofNullable(byPath.get(path));
    if (known.isPresent() && known.get().use == Use.CLOSED && !isThere(path, onFailure)) {
      forget(known.get());
      return Optional.empty();
    }
    return known;
  }

  private boolean isThere(FilePath path, FileErr onFailure) throws ServiceError {
    return status(path, onFailure).filter(found -> !found.isFolder()).isPresent();
  }

  private void forget(Entry entry) {
    if (byPath.remove(entry.path, entry)) {
      byId.remove(entry.id);
      memory.give(cost(entry.path));
    }
  }

  private Optional<Storage.Status> status(FilePath path, FileErr onFailure) throws ServiceError {
    try {
      return storage.status(path);
    } catch (IOException e) {
      throw failure(onFailure, path, e);
    }
  }

  private boolean atEnd(Entry entry) throws IOException {
    return storage.read(entry.path, entry.position, 1).isEmpty();
  }

  @FunctionalInterface
  private interface EntryWork<R> {
    R run(Entry entry) throws ServiceError;
  }

  private <R> R withEntry(IdRaw raw, EntryWork<R> work) throws ServiceError {
    PluginId id = PluginId.of(raw);
    Entry entry = byId.get(id);
    if (entry == null) {
      throw unknown(id);
    }
    return locks.with(
        entry.path,
        () -> {
          // Deleted while this call waited.
          if (byId.get(id) != entry) {
            throw unknown(id);
          }
          return work.run(entry);
        });
  }

  private static void requireClosed(Entry entry) throws ServiceError {
    if (entry.use != Use.CLOSED) {
      throw new ServiceError(
          FileErr.AlreadyInUseError_VALUE, "%s is open already".formatted(entry.path));
    }
  }

  private static void requireOpen(Entry entry) throws ServiceError {
    if (entry.use == Use.CLOSED) {
      throw new ServiceError(FileErr.FileClosedError_VALUE, entry.path + " is closed");
    }
  }

  private static void requireUse(Entry entry, Use use) throws ServiceError {
    requireOpen(entry);
    if (entry.use != use) {
      throw new ServiceError(
          FileErr.AlreadyInUseError_VALUE,
          "%s is open for %s"
              .formatted(entry.path, entry.use == Use.READING ? "reading" : "writing"));
    }
  }

  private static void requireSmall(ByteString bytes) throws ServiceError {
    if (bytes.size() > LARGEST) {
      throw new ServiceError(
          FileErr.LargeBufError_VALUE,
          "%d bytes are more than the %d of one call".formatted(bytes.size(), LARGEST));
    }
  }

  static void requireRoom(Message response, Caller caller) throws ServiceError {
    if (response.getSerializedSize() > caller.room()) {
      throw new ServiceError(
          FileErr.MarshalError_VALUE,
          "the response has %d bytes, and there is room for %d"
              .formatted(response.getSerializedSize(), caller.room()));
    }
  }

  private static ServiceError unknown(Object what) {
    return new ServiceError(FileErr.NotExistError_VALUE, "there is no file " + what);
  }

  private static ServiceError failure(FileErr error, FilePath path, IOException cause) {
    return new ServiceError(error.getNumber(), "%s: %s".formatted(path, cause));
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
