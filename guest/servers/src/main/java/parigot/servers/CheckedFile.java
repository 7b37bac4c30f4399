package parigot.servers;

import file.v1.CloseRequest;
import file.v1.CloseResponse;
import file.v1.CreateRequest;
import file.v1.CreateResponse;
import file.v1.DeleteRequest;
import file.v1.DeleteResponse;
import file.v1.File;
import file.v1.FileErr;
import file.v1.LoadTestDataRequest;
import file.v1.LoadTestDataResponse;
import file.v1.OpenRequest;
import file.v1.OpenResponse;
import file.v1.ReadRequest;
import file.v1.ReadResponse;
import file.v1.StatRequest;
import file.v1.StatResponse;
import file.v1.WriteRequest;
import file.v1.WriteResponse;
import parigot.guest.Future;
import parigot.guest.Logger;
import parigot.message.Bytes;

/** Refuses what the plugin would refuse anyhow, before anything is copied out to it. */
final class CheckedFile implements File {
  private static final String ROOT = "/parigot/app/";
  private static final int LARGEST = 2048;

  private final File plugin;
  private final Failures failures =
      new Failures(Logger.get(), "file.v1.File", FileErr.InternalError);

  CheckedFile(File plugin) {
    this.plugin = plugin;
  }

  @Override
  public Future<OpenResponse> open(OpenRequest request) {
    checkPath(request.getPath());
    return failures.told("Open", plugin.open(request));
  }

  @Override
  public Future<CreateResponse> create(CreateRequest request) {
    checkPath(request.getPath());
    checkSize(Bytes.utf8(request.getContent()).size());
    return failures.told("Create", plugin.create(request));
  }

  @Override
  public Future<CloseResponse> close(CloseRequest request) {
    return failures.told("Close", plugin.close(request));
  }

  @Override
  public Future<LoadTestDataResponse> loadTestData(LoadTestDataRequest request) {
    return failures.told("LoadTestData", plugin.loadTestData(request));
  }

  @Override
  public Future<ReadResponse> read(ReadRequest request) {
    checkSize(request.getBuf().size());
    return failures.told("Read", plugin.read(request));
  }

  @Override
  public Future<WriteResponse> write(WriteRequest request) {
    checkSize(request.getBuf().size());
    return failures.told("Write", plugin.write(request));
  }

  @Override
  public Future<DeleteResponse> delete(DeleteRequest request) {
    checkPath(request.getPath());
    return failures.told("Delete", plugin.delete(request));
  }

  @Override
  public Future<StatResponse> stat(StatRequest request) {
    return failures.told("Stat", plugin.stat(request));
  }

  private static void checkPath(String path) {
    if (!path.startsWith(ROOT)) {
      throw FileErr.InvalidPathError.exception("a path begins with " + ROOT);
    }
  }

  private static void checkSize(int size) {
    if (size > LARGEST) {
      throw FileErr.LargeBufError.exception(
          "at most " + LARGEST + " bytes at a time, and not " + size);
    }
  }
}
