package parigot.plugin.queue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parigot.plugin.Caller;
import parigot.plugin.GuestServices;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.LengthRequest;
import queue.v1.host.LengthResponse;
import queue.v1.host.LocateRequest;
import queue.v1.host.LocateResponse;
import queue.v1.host.MarkDoneRequest;
import queue.v1.host.MarkDoneResponse;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.ReceiveResponse;
import queue.v1.host.SendRequest;
import queue.v1.host.SendResponse;

/**
 * The plugin as the runtime drives it: started from configuration, called by its methods' names.
 */
final class Queues implements AutoCloseable {
  static final int ROOM = 4096;

  private final SqliteQueues plugin = new SqliteQueues();

  private Queues(Config config, Clock clock, RandomGenerator random) throws PluginException {
    this(new Context(config, clock, random, false, new NoGuests()));
  }

  private Queues(Context context) throws PluginException {
    plugin.start(context);
  }

  /** As one of many in this process, which takes over what others have left. */
  static Queues simulated(Clock clock) throws PluginException {
    return new Queues(
        new Context(defaults(), clock, new java.util.Random(1), true, new NoGuests()));
  }

  static Queues inMemory(Clock clock) throws PluginException {
    return new Queues(defaults(), clock, new java.util.Random(1));
  }

  static Queues inFile(Path file, Clock clock) throws PluginException {
    return configured("file", file.toString(), clock);
  }

  static Queues configured(String key, Object value, Clock clock) throws PluginException {
    return new Queues(
        defaults().withValue(key, ConfigValueFactory.fromAnyRef(value)),
        clock,
        new java.security.SecureRandom());
  }

  private static Config defaults() {
    return ConfigFactory.parseResources("reference.conf")
        .resolve()
        .getConfig("parigot.plugin-defaults.queue");
  }

  PluginService service() {
    return plugin.services().get(0);
  }

  <R> R call(String method, Message request, Class<R> type) throws ServiceError {
    return call(method, request, type, ROOM);
  }

  @SuppressWarnings("unchecked")
  <R> R call(String method, Message request, Class<R> type, int room) throws ServiceError {
    PluginMethod<?, ?> found =
        service().methods().stream()
            .filter(each -> each.name().equals(method))
            .findFirst()
            .orElseThrow();
    Caller caller = new Caller("worker", 1, 2, "queue.v1.Queue", method, 3, room);
    return type.cast(((PluginMethod<Message, Message>) found).handler().handle(request, caller));
  }

  void undelivered(Message request, Message response) {
    Caller caller = new Caller("worker", 1, 2, "queue.v1.Queue", "", 3, ROOM);
    plugin.undelivered(caller, request, response);
  }

  IdRaw create(String name) throws ServiceError {
    return call(
            "CreateQueue",
            CreateQueueRequest.newBuilder().setQueueName(name).build(),
            CreateQueueResponse.class)
        .getId();
  }

  IdRaw locate(String name) throws ServiceError {
    return call(
            "Locate", LocateRequest.newBuilder().setQueueName(name).build(), LocateResponse.class)
        .getId();
  }

  SendResponse send(IdRaw queue, QueueMsg... messages) throws ServiceError {
    return call(
        "Send",
        SendRequest.newBuilder().setId(queue).addAllMsg(Arrays.asList(messages)).build(),
        SendResponse.class);
  }

  IdRaw sendText(IdRaw queue, String text) throws ServiceError {
    return send(queue, message(text)).getSucceed(0);
  }

  List<QueueMsg> receive(IdRaw queue, int limit) throws ServiceError {
    return receive(queue, limit, ROOM);
  }

  List<QueueMsg> receive(IdRaw queue, int limit, int room) throws ServiceError {
    return call(
            "Receive",
            ReceiveRequest.newBuilder().setId(queue).setMessageLimit(limit).build(),
            ReceiveResponse.class,
            room)
        .getMessageList();
  }

  List<QueueMsg> receiveAll(IdRaw queue) throws ServiceError {
    List<QueueMsg> all = new ArrayList<>();
    List<QueueMsg> some = receive(queue, 3);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = receive(queue, 3);
    }
    return all;
  }

  MarkDoneResponse markDone(IdRaw queue, IdRaw... messages) throws ServiceError {
    return call(
        "MarkDone",
        MarkDoneRequest.newBuilder().setId(queue).addAllMsg(Arrays.asList(messages)).build(),
        MarkDoneResponse.class);
  }

  long length(IdRaw queue) throws ServiceError {
    return call("Length", LengthRequest.newBuilder().setId(queue).build(), LengthResponse.class)
        .getLength();
  }

  static QueueMsg message(String text) {
    return QueueMsg.newBuilder().setPayload(Any.pack(StringValue.of(text))).build();
  }

  static QueueMsg messageOf(int bytes) {
    return QueueMsg.newBuilder()
        .setPayload(Any.pack(BytesValue.of(ByteString.copyFrom(new byte[bytes]))))
        .build();
  }

  static String text(QueueMsg message) {
    try {
      return message.getPayload().unpack(StringValue.class).getValue();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static Optional<Integer> errorOf(Attempt attempt) {
    try {
      attempt.run();
      return Optional.empty();
    } catch (ServiceError e) {
      return Optional.of(e.number());
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

  private record Context(
      Config config, Clock clock, RandomGenerator random, boolean isSimulated, GuestServices guests)
      implements PluginContext {
    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }

  private static final class NoGuests implements GuestServices {
    @Override
    public <R extends Message> java.util.concurrent.CompletionStage<R> call(
        String packagePath, String service, String method, Message request, Class<R> responseType) {
      throw new AssertionError("the queue calls no guest");
    }
  }
}
