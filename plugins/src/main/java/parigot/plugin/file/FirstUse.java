package parigot.plugin.file;

import com.google.protobuf.ByteString;
import file.v1.host.CloseRequest;
import file.v1.host.CreateRequest;
import file.v1.host.DeleteRequest;
import file.v1.host.OpenRequest;
import file.v1.host.ReadRequest;
import file.v1.host.StatRequest;
import file.v1.host.WriteRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parigot.plugin.Caller;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/** Each call once, on files that nobody else sees: no guest's first call pays for loading. */
final class FirstUse {
  private static final int CAPACITY = 64 * 1024;

  private FirstUse() {}

  static void of(Clock clock) {
    Capacity memory = new Capacity(CAPACITY);
    RandomGenerator numbers = new java.util.SplittableRandom(1);
    FileService files =
        new FileService(
            new MemoryStorage(memory, clock),
            memory,
            new OpenFiles(1, 1),
            Optional.empty(),
            numbers);
    Caller caller = Caller.itself("file.v1.File");
    String path = FilePath.APPLICATION + "first/use";
    try {
      IdRaw id = files.create(CreateRequest.newBuilder().setPath(path).build(), caller).getId();
      ByteString bytes = ByteString.copyFrom(new byte[1]);
      files.write(WriteRequest.newBuilder().setId(id).setBuf(bytes).build(), caller);
      files.close(CloseRequest.newBuilder().setId(id).build(), caller);
      files.open(OpenRequest.newBuilder().setPath(path).build(), caller);
      files.read(ReadRequest.newBuilder().setId(id).setBuf(bytes).build(), caller);
      files.close(CloseRequest.newBuilder().setId(id).build(), caller);
      files.stat(StatRequest.newBuilder().setPath(path).build(), caller);
      files.delete(DeleteRequest.newBuilder().setPath(path).build(), caller);
    } catch (ServiceError e) {
      throw new IllegalStateException("the first use of files failed", e);
    }
  }
}
