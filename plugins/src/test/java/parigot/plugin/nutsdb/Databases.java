package parigot.plugin.nutsdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Optional;
import nutsdb.v1.host.CloseRequest;
import nutsdb.v1.host.DeletePairRequest;
import nutsdb.v1.host.DeletePairResponse;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.OpenRequest;
import nutsdb.v1.host.OpenResponse;
import nutsdb.v1.host.Pair;
import nutsdb.v1.host.ReadPairRequest;
import nutsdb.v1.host.ReadPairResponse;
import nutsdb.v1.host.WritePairRequest;
import nutsdb.v1.host.WritePairResponse;
import parigot.plugin.Caller;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import parigot.plugin.TestPluginContext;
import protosupport.v1.host.IdRaw;

/**
 * The plugin as the runtime drives it: started from configuration, called by its methods' names.
 */
final class Databases implements AutoCloseable {
  /** As much as a guest with an allocator has. */
  static final int ROOM = 1 << 20;

  private final NutsDbServer plugin = new NutsDbServer();

  private long guest = 1;

  /** The same plugin as another guest calls it. */
  Databases as(long host) {
    guest = host;
    return this;
  }

  void ended(long host) {
    plugin.guestEnded("client", host, host);
  }

  void undelivered(Message request, Message response) {
    plugin.undelivered(caller("Open", ROOM), request, response);
  }

  private Caller caller(String method, int room) {
    return new Caller("client", guest, guest, "nutsdb.v1.NutsDB", method, 3, room);
  }

  private Databases(PluginContext context) throws PluginException {
    plugin.start(context);
  }

  static Databases started(String hocon) throws PluginException {
    return new Databases(TestPluginContext.of("nutsdb", hocon));
  }

  /** As one of many in this process, which takes over what others have left. */
  static Databases simulated(String hocon) throws PluginException {
    return new Databases(TestPluginContext.of("nutsdb", hocon).inSimulation());
  }

  PluginService service() {
    return plugin.services().get(0);
  }

  @SuppressWarnings("unchecked")
  <R> R call(String method, Message request, Class<R> type, int room) throws ServiceError {
    PluginMethod<?, ?> found =
        service().methods().stream()
            .filter(each -> each.name().equals(method))
            .findFirst()
            .orElseThrow();
    Caller caller = caller(method, room);
    return type.cast(((PluginMethod<Message, Message>) found).handler().handle(request, caller));
  }

  IdRaw open(String name) throws ServiceError {
    return open(name, false);
  }

  IdRaw open(String name, boolean errIfNotFound) throws ServiceError {
    OpenRequest request =
        OpenRequest.newBuilder().setDbName(name).setErrIfNotFound(errIfNotFound).build();
    return call("Open", request, OpenResponse.class, ROOM).getNutsdbId();
  }

  void close(IdRaw id) throws ServiceError {
    call("Close", CloseRequest.newBuilder().setNutsdbId(id).build(), Message.class, ROOM);
  }

  Pair read(IdRaw id, Pair pair) throws ServiceError {
    ReadPairRequest request = ReadPairRequest.newBuilder().setNutsdbId(id).setPair(pair).build();
    return call("ReadPair", request, ReadPairResponse.class, ROOM).getPair();
  }

  String read(IdRaw id, String path, String key) throws ServiceError {
    return read(id, pair(path, key, "")).getValue().toStringUtf8();
  }

  WritePairResponse write(IdRaw id, Pair pair) throws ServiceError {
    return write(id, pair, ROOM);
  }

  WritePairResponse write(IdRaw id, Pair pair, int room) throws ServiceError {
    WritePairRequest request = WritePairRequest.newBuilder().setNutsdbId(id).setPair(pair).build();
    return call("WritePair", request, WritePairResponse.class, room);
  }

  void write(IdRaw id, String path, String key, String value) throws ServiceError {
    write(id, pair(path, key, value));
  }

  DeletePairResponse delete(IdRaw id, Pair pair, boolean errNotFound, int room)
      throws ServiceError {
    DeletePairRequest request =
        DeletePairRequest.newBuilder()
            .setNutsdbId(id)
            .setPair(pair)
            .setErrNotFound(errNotFound)
            .build();
    return call("DeletePair", request, DeletePairResponse.class, room);
  }

  void delete(IdRaw id, String path, String key) throws ServiceError {
    delete(id, pair(path, key, ""), false, ROOM);
  }

  static Pair pair(String path, String key, String value) {
    return Pair.newBuilder()
        .setBucketPath(path)
        .setKey(ByteString.copyFromUtf8(key))
        .setValue(ByteString.copyFromUtf8(value))
        .build();
  }

  /** The error of a call, or none. */
  static Optional<NutsDBErr> errorOf(Attempt attempt) {
    try {
      attempt.run();
      return Optional.empty();
    } catch (ServiceError e) {
      return Optional.of(NutsDBErr.forNumber(e.number()));
    }
  }

  @FunctionalInterface
  interface Attempt {
    void run() throws ServiceError;
  }

  @Override
  public void close() {
    plugin.close();
  }
}
