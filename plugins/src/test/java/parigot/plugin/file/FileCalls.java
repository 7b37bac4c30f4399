package parigot.plugin.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import file.v1.host.CloseRequest;
import file.v1.host.CloseResponse;
import file.v1.host.CreateRequest;
import file.v1.host.CreateResponse;
import file.v1.host.DeleteRequest;
import file.v1.host.DeleteResponse;
import file.v1.host.FileInfo;
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
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import parigot.plugin.Caller;
import parigot.plugin.PluginException;
import parigot.plugin.PluginMethod;
import parigot.plugin.ServiceError;
import parigot.plugin.TestPluginContext;
import protosupport.v1.host.IdRaw;

/** A started file plugin, called through the methods that it offers. */
final class FileCalls implements AutoCloseable {
  static final int END = 8;

  final TestPluginContext context;
  private final FileServer server = new FileServer();
  private int room = 4096;
  private volatile long guest = 1;
  private final AtomicLong calls = new AtomicLong();

  FileCalls(String hocon) throws PluginException {
    context = TestPluginContext.of("file", hocon);
    server.start(context);
  }

  FileCalls withRoom(int bytes) {
    room = bytes;
    return this;
  }

  CreateResponse create(String path, String content) throws ServiceError {
    return (CreateResponse)
        call("Create", CreateRequest.newBuilder().setPath(path).setContent(content).build());
  }

  OpenResponse open(String path) throws ServiceError {
    return (OpenResponse) call("Open", OpenRequest.newBuilder().setPath(path).build());
  }

  CloseResponse close(IdRaw id) throws ServiceError {
    return (CloseResponse) call("Close", CloseRequest.newBuilder().setId(id).build());
  }

  WriteResponse write(IdRaw id, ByteString data) throws ServiceError {
    return (WriteResponse) call("Write", WriteRequest.newBuilder().setId(id).setBuf(data).build());
  }

  WriteResponse write(IdRaw id, String data) throws ServiceError {
    return write(id, ByteString.copyFromUtf8(data));
  }

  ReadResponse read(IdRaw id, int count) throws ServiceError {
    return (ReadResponse)
        call(
            "Read",
            ReadRequest.newBuilder()
                .setId(id)
                .setBuf(ByteString.copyFrom(new byte[count]))
                .build());
  }

  DeleteResponse delete(String path) throws ServiceError {
    return (DeleteResponse) call("Delete", DeleteRequest.newBuilder().setPath(path).build());
  }

  FileInfo stat(String path) throws ServiceError {
    return ((StatResponse) call("Stat", StatRequest.newBuilder().setPath(path).build()))
        .getFileInfo();
  }

  LoadTestDataResponse load(String folder, String mount) throws ServiceError {
    return (LoadTestDataResponse)
        call(
            "LoadTestData",
            LoadTestDataRequest.newBuilder().setDirPath(folder).setMountLocation(mount).build());
  }

  /** A whole file, which is closed before and after. */
  byte[] content(String path) throws ServiceError {
    IdRaw id = open(path).getId();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      while (true) {
        content.writeBytes(read(id, 2048).getData().toByteArray());
      }
    } catch (ServiceError end) {
      if (end.number() != END) {
        throw end;
      }
    }
    close(id);
    return content.toByteArray();
  }

  /** The same plugin as another guest calls it. */
  FileCalls as(long host) {
    guest = host;
    return this;
  }

  void ended(long host) {
    server.guestEnded("guest", host, host);
  }

  /** Has this call, the last, come too late for its caller. */
  void undelivered(String name, Message request, Message response) {
    server.undelivered(caller(name), request, response);
  }

  private Caller caller(String name) {
    return new Caller("guest", guest, guest, "file.v1.File", name, calls.get(), room);
  }

  @SuppressWarnings("unchecked")
  private Message call(String name, Message request) throws ServiceError {
    calls.incrementAndGet();
    PluginMethod<Message, Message> method =
        (PluginMethod<Message, Message>)
            server.services().get(0).methods().stream()
                .filter(offered -> offered.name().equals(name))
                .findFirst()
                .orElseThrow();
    return method.handler().handle(request, caller(name));
  }

  @Override
  public void close() {
    server.close();
  }
}
