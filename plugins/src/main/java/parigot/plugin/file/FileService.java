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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/** The methods of the service, with what undoes them. From any thread. */
final class FileService implements FilePlugin {
  /** How many bytes one call reads or writes at most. */
  static final int LARGEST = 2048;

  private static final Logger LOG = LoggerFactory.getLogger(FileService.class);

  private final Storage storage;
  private final OpenFiles open;
  private final Optional<TestData> testData;
  private final PathLocks locks = new PathLocks();
  private final FileTable table;

  /**
   * No file yet.
   *
   * @param memory what the entries take is counted here
   */
  FileService(
      Storage storage,
      Capacity memory,
      OpenFiles open,
      Optional<TestData> testData,
      RandomGenerator random) {
    this.storage = storage;
    this.open = open;
    this.testData = testData;
    table = new FileTable(storage, memory, random);
  }

  @Override
  public OpenResponse open(OpenRequest request, Caller caller) throws ServiceError {
    FilePath path = FilePath.parse(request.getPath());
    return locks.with(
        path,
        () -> {
          FileEntry entry = table.existing(path, FileErr.OpenError);
          entry.requireClosed();
          OpenResponse response =
              OpenResponse.newBuilder().setPath(path.text()).setId(entry.id().raw()).build();
          requireRoom(response, caller);
          open.add(caller, FileErr.OpenError);
          entry.open(FileEntry.Use.READING, caller);
          entry.moveTo(0);
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
          Optional<FileEntry> known = table.find(path, FileErr.CreateError);
          if (known.isPresent()) {
            known.get().requireClosed();
          }
          FileEntry entry = known.orElseGet(() -> table.make(path));
          CreateResponse response =
              CreateResponse.newBuilder()
                  .setPath(path.text())
                  .setId(entry.id().raw())
                  .setTruncated(known.isPresent())
                  .build();
          requireRoom(response, caller);
          open.add(caller, FileErr.CreateError);
          boolean done = false;
          try {
            replace(entry, content);
            entry.open(FileEntry.Use.WRITING, caller);
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
          entry.requireOpen();
          try {
            truncate(entry);
          } catch (IOException e) {
            throw FileTable.failure(FileErr.WriteError, entry.path(), e);
          }
          letGo(entry);
          return CloseResponse.newBuilder().setId(entry.id().raw()).build();
        });
  }

  @Override
  public ReadResponse read(ReadRequest request, Caller caller) throws ServiceError {
    return withEntry(
        request.getId(),
        entry -> {
          entry.requireUse(FileEntry.Use.READING);
          requireSmall(request.getBuf());
          ByteString data;
          try {
            data = storage.read(entry.path(), entry.position(), request.getBuf().size());
            if (data.isEmpty() && atEnd(entry)) {
              throw new ServiceError(FileErr.EOFError_VALUE, entry.path() + " is at its end");
            }
          } catch (IOException e) {
            throw FileTable.failure(FileErr.ReadError, entry.path(), e);
          }
          ReadResponse response =
              ReadResponse.newBuilder()
                  .setId(entry.id().raw())
                  .setNumRead(data.size())
                  .setData(data)
                  .build();
          requireRoom(response, caller);
          entry.moveTo(entry.position() + data.size());
          entry.changedBy(caller);
          return response;
        });
  }

  @Override
  public WriteResponse write(WriteRequest request, Caller caller) throws ServiceError {
    ByteString data = request.getBuf();
    return withEntry(
        request.getId(),
        entry -> {
          entry.requireUse(FileEntry.Use.WRITING);
          requireSmall(data);
          if (!data.isEmpty()) {
            try {
              storage.append(entry.path(), entry.position(), data);
            } catch (IOException e) {
              throw FileTable.failure(FileErr.WriteError, entry.path(), e);
            }
            entry.moveTo(entry.position() + data.size());
          }
          entry.changedBy(caller);
          return WriteResponse.newBuilder()
              .setId(entry.id().raw())
              .setNumWrite(data.size())
              .build();
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
          Optional<FileEntry> known = table.known(path, FileErr.DeleteError);
          if (known.isPresent()) {
            known.get().requireClosed();
          } else if (!table.isThere(path, FileErr.DeleteError)) {
            throw FileTable.unknown(path);
          }
          try {
            storage.delete(path);
          } catch (IOException e) {
            throw FileTable.failure(FileErr.DeleteError, path, e);
          }
          known.ifPresent(table::forget);
          return response;
        });
  }

  @Override
  public StatResponse stat(StatRequest request, Caller caller) throws ServiceError {
    FilePath path = FilePath.parse(request.getPath());
    Storage.Status status =
        table.status(path, FileErr.OpenError).orElseThrow(() -> FileTable.unknown(path));
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
          Optional<FileEntry> known = table.find(path, FileErr.CreateError);
          if (known.isPresent()) {
            known.get().requireClosed();
          }
          replace(known.orElseGet(() -> table.make(path)), content);
          return path;
        });
  }

  /** Writes down what files that are still open for writing have, as if they were closed. */
  void truncateAll() throws IOException {
    for (FileEntry entry : table.all()) {
      truncate(entry);
    }
  }

  /** Closes what this guest has opened and not closed. */
  void guestEnded(GuestLife life) {
    for (FileEntry entry : table.all()) {
      locks.surelyWith(
          entry.path(),
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
            if (entry.isFor(FileEntry.Use.READING)) {
              entry.moveTo(entry.position() - read.getNumRead());
            }
          });
    }
  }

  private void undo(PluginId id, Caller caller, Consumer<FileEntry> work) {
    table
        .get(id)
        .ifPresent(
            entry ->
                locks.surelyWith(
                    entry.path(),
                    () -> {
                      // Whoever did something since then knew of the file.
                      if (table.has(entry) && entry.isAsLeftBy(caller)) {
                        work.accept(entry);
                      }
                    }));
  }

  private void undoCreate(FileEntry entry) {
    closeForGood(entry);
    try {
      storage.delete(entry.path());
      table.forget(entry);
    } catch (IOException e) {
      LOG.warn(
          "{}, which nobody was told of, could not be deleted: {}", entry.path(), e.toString());
    }
  }

  /** Closes a file for somebody who will not try again. */
  private void closeForGood(FileEntry entry) {
    try {
      truncate(entry);
    } catch (IOException e) {
      // The next start puts it right, as after a crash.
      LOG.warn("{} could not be closed in order: {}", entry.path(), e.toString());
    }
    letGo(entry);
  }

  private void truncate(FileEntry entry) throws IOException {
    if (entry.isFor(FileEntry.Use.WRITING)) {
      storage.truncate(entry.path(), entry.position());
    }
  }

  private void letGo(FileEntry entry) {
    entry.close();
    open.remove(entry.holder());
  }

  private void replace(FileEntry entry, ByteString content) throws ServiceError {
    boolean isNew = !table.has(entry);
    if (isNew) {
      table.add(entry, FileErr.CreateError);
    }
    boolean done = false;
    try {
      storage.replace(entry.path(), content);
      done = true;
    } catch (IOException e) {
      throw FileTable.failure(FileErr.CreateError, entry.path(), e);
    } finally {
      if (isNew && !done) {
        table.forget(entry);
      }
    }
    entry.moveTo(content.size());
  }

  private boolean atEnd(FileEntry entry) throws IOException {
    return storage.read(entry.path(), entry.position(), 1).isEmpty();
  }

  @FunctionalInterface
  private interface EntryWork<R> {
    R run(FileEntry entry) throws ServiceError;
  }

  private <R> R withEntry(IdRaw raw, EntryWork<R> work) throws ServiceError {
    PluginId id = PluginId.of(raw);
    FileEntry entry = table.get(id).orElseThrow(() -> FileTable.unknown(id));
    return locks.with(
        entry.path(),
        () -> {
          // Deleted while this call waited.
          if (!table.has(entry)) {
            throw FileTable.unknown(id);
          }
          return work.run(entry);
        });
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

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
