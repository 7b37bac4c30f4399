package parigot.plugin.queue;

import com.google.protobuf.Any;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.PluginException;
import parigot.plugin.ServiceError;
import parigot.plugin.sqlite.Bounds;
import parigot.plugin.sqlite.Database;
import parigot.plugin.sqlite.DatabaseName;
import protosupport.v1.host.IdRaw;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.DeleteQueueRequest;
import queue.v1.host.LengthRequest;
import queue.v1.host.LocateRequest;
import queue.v1.host.MarkDoneRequest;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.SendRequest;

/** Each call once, on a queue that nobody else sees: no guest's first call pays for loading. */
final class FirstUse {
  private static final Logger LOG = LoggerFactory.getLogger(FirstUse.class);
  private static final long CAPACITY = 1 << 20;

  private FirstUse() {}

  static void of(Clock clock) throws PluginException {
    DatabaseName name = new DatabaseName("A first database", QueueErr.InternalError_VALUE);
    try (Database<QueueTables> database =
        Database.open(
            name,
            Optional.empty(),
            Bounds.of(CAPACITY, "nothing"),
            false,
            QueueTables.SCHEMA,
            clock,
            QueueTables::new)) {
      use(new QueueService(database, clock, new SplittableRandom(1), Duration.ofSeconds(1), 1));
    } catch (IOException | SQLException | ServiceError | LinkageError e) {
      throw new PluginException("SQLite cannot be used on this machine: %s.".formatted(e), e);
    }
  }

  private static void use(QueueService queues) throws ServiceError {
    Caller caller = Caller.itself("queue.v1.Queue");
    String name = "first";
    IdRaw id =
        queues
            .createQueue(CreateQueueRequest.newBuilder().setQueueName(name).build(), caller)
            .getId();
    IdRaw found =
        queues.locate(LocateRequest.newBuilder().setQueueName(name).build(), caller).getId();
    QueueMsg message = QueueMsg.newBuilder().setPayload(Any.getDefaultInstance()).build();
    queues.send(SendRequest.newBuilder().setId(found).addMsg(message).build(), caller);
    IdRaw received =
        queues
            .receive(ReceiveRequest.newBuilder().setId(id).build(), caller)
            .getMessage(0)
            .getMsgId();
    queues.markDone(MarkDoneRequest.newBuilder().setId(id).addMsg(received).build(), caller);
    long length = queues.length(LengthRequest.newBuilder().setId(id).build(), caller).getLength();
    LOG.debug("A first queue is used, and {} messages are left in it", length);
    queues.deleteQueue(DeleteQueueRequest.newBuilder().setId(id).build(), caller);
  }
}
