package parigot.plugin.queue;

import com.google.protobuf.Message;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import parigot.plugin.Caller;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;
import parigot.plugin.queue.QueueTables.Candidate;
import parigot.plugin.queue.QueueTables.Content;
import parigot.plugin.queue.QueueTables.QueueRow;
import parigot.plugin.sqlite.Database;
import protosupport.v1.host.IdRaw;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.DeleteQueueRequest;
import queue.v1.host.DeleteQueueResponse;
import queue.v1.host.LengthRequest;
import queue.v1.host.LengthResponse;
import queue.v1.host.LocateRequest;
import queue.v1.host.LocateResponse;
import queue.v1.host.MarkDoneRequest;
import queue.v1.host.MarkDoneResponse;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.QueuePlugin;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.ReceiveResponse;
import queue.v1.host.SendRequest;
import queue.v1.host.SendResponse;

/** The rules of {@code queue.v1.Queue}. From any thread. */
final class QueueService implements QueuePlugin {
  private static final int LONGEST_NAME = 256;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");
  private static final int MOST_RECEIVED = 3;
  private static final int MOST_SHOWN_OF_A_NAME = 64;

  private final Database<QueueTables> database;
  private final QueueTime time;
  private final RandomGenerator random;
  private final int mostQueues;

  QueueService(
      Database<QueueTables> database,
      Clock clock,
      RandomGenerator random,
      Duration visibilityTimeout,
      int mostQueues) {
    this.database = database;
    this.time = new QueueTime(clock, visibilityTimeout);
    this.random = random;
    this.mostQueues = mostQueues;
  }

  /** Puts right what an earlier run has hidden by a clock that was set back since. */
  void begin() throws ServiceError {
    long unusedNow = database.durably(time::now);
  }

  @Override
  public CreateQueueResponse createQueue(CreateQueueRequest request, Caller caller)
      throws ServiceError {
    String name = request.getQueueName();
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw new ServiceError(
          QueueErr.InvalidName_VALUE,
          "a queue's name is a letter, then letters, digits, '.', '_' or '-', at most %d, and not %s"
              .formatted(LONGEST_NAME, shown(name)));
    }
    PluginId id = PluginId.random('q', random);
    return database.growing(
        tables -> {
          if (tables.queues() >= mostQueues && tables.queueByName(name).isEmpty()) {
            throw new ServiceError(
                QueueErr.InternalError_VALUE,
                "there are %d queues, as many as max-queues allows".formatted(mostQueues));
          }
          if (!tables.addQueue(id, name)) {
            throw new ServiceError(
                QueueErr.AlreadyExists_VALUE, "there is a queue %s already".formatted(shown(name)));
          }
          return CreateQueueResponse.newBuilder().setId(id.raw()).build();
        });
  }

  @Override
  public LocateResponse locate(LocateRequest request, Caller caller) throws ServiceError {
    String name = request.getQueueName();
    return database.swiftly(
        tables ->
            LocateResponse.newBuilder()
                .setId(
                    tables
                        .queueByName(name)
                        .orElseThrow(() -> notFound("no queue has the name " + shown(name)))
                        .id()
                        .raw())
                .build());
  }

  @Override
  public DeleteQueueResponse deleteQueue(DeleteQueueRequest request, Caller caller)
      throws ServiceError {
    return database.durably(
        tables -> {
          QueueRow queue = queue(tables, request.getId());
          tables.deleteQueue(queue);
          return DeleteQueueResponse.newBuilder().setId(queue.id().raw()).build();
        });
  }

  @Override
  public ReceiveResponse receive(ReceiveRequest request, Caller caller) throws ServiceError {
    int limit = Math.min(Math.max(1, request.getMessageLimit()), MOST_RECEIVED);
    return database.swiftly(
        tables -> {
          QueueRow queue = queue(tables, request.getId());
          ReceiveResponse.Builder response = ReceiveResponse.newBuilder().setId(queue.id().raw());
          int room = caller.room() - response.build().getSerializedSize();
          long now = time.now(tables);
          List<Candidate> found = tables.candidates(queue, now, limit, room);
          if (found.isEmpty()) {
            rejectTooLarge(tables, queue, now, room);
          }
          for (Candidate each : found) {
            if (each.size() > room) {
              break;
            }
            room -= each.size();
            response.addMessage(deliver(tables, queue, each, now));
          }
          return response.build();
        });
  }

  private QueueMsg deliver(QueueTables tables, QueueRow queue, Candidate message, long now)
      throws SQLException {
    QueueMsg delivered = DeliveredMessage.of(queue.id(), message, tables.content(message));
    int nextSize = DeliveredMessage.sizeOfNext(delivered, now);
    tables.deliver(message, now, time.hiddenUntil(now), nextSize);
    return delivered;
  }

  /** An empty answer would tell a receiver without room to look again for ever. */
  private static void rejectTooLarge(QueueTables tables, QueueRow queue, long now, int room)
      throws SQLException, ServiceError {
    List<Candidate> larger = tables.candidates(queue, now, 1, Integer.MAX_VALUE);
    if (!larger.isEmpty()) {
      throw new ServiceError(
          QueueErr.MarshalError_VALUE,
          "the message %s takes %d bytes, and the receiver has room for %d"
              .formatted(larger.get(0).id(), larger.get(0).size(), Math.max(0, room)));
    }
  }

  @Override
  public MarkDoneResponse markDone(MarkDoneRequest request, Caller caller) throws ServiceError {
    return database.durably(
        tables -> {
          QueueRow queue = queue(tables, request.getId());
          MarkDoneResponse.Builder response = MarkDoneResponse.newBuilder().setId(queue.id().raw());
          int done = 0;
          for (int i = 0; i < request.getMsgCount(); i++) {
            tables.beginMessage();
            try {
              done += tables.deleteMessage(queue, PluginId.of(request.getMsg(i))) ? 1 : 0;
              tables.endMessage();
            } catch (SQLException e) {
              tables.undoMessage(e);
              if (i == 0 && Database.isFull(e)) {
                // Once more, with the space that is held back for this.
                throw e;
              }
              database.failures().log("to mark a message done", e);
              response.addAllUnmodified(request.getMsgList().subList(i, request.getMsgCount()));
              break;
            }
          }
          tables.addToLength(queue, -done);
          return fitting(response.build(), caller);
        });
  }

  @Override
  public LengthResponse length(LengthRequest request, Caller caller) throws ServiceError {
    return database.swiftly(
        tables -> {
          QueueRow queue = queue(tables, request.getId());
          return LengthResponse.newBuilder()
              .setId(queue.id().raw())
              .setLength(tables.length(queue))
              .build();
        });
  }

  @Override
  public SendResponse send(SendRequest request, Caller caller) throws ServiceError {
    List<PluginId> ids = new ArrayList<>();
    for (int i = 0; i < request.getMsgCount(); i++) {
      ids.add(PluginId.random('m', random));
    }
    long now = time.now();
    return database.growing(
        tables -> {
          QueueRow queue = queue(tables, request.getId());
          for (QueueMsg each : request.getMsgList()) {
            if (!each.hasPayload()) {
              throw new ServiceError(
                  QueueErr.NoPayload_VALUE, "a message without a payload was sent");
            }
          }
          SendResponse.Builder response = SendResponse.newBuilder();
          for (int i = 0; i < request.getMsgCount(); i++) {
            QueueMsg message = request.getMsg(i);
            tables.beginMessage();
            try {
              add(tables, queue, ids.get(i), message, now);
              tables.endMessage();
              response.addSucceed(ids.get(i).raw());
            } catch (SQLException e) {
              tables.undoMessage(e);
              database.failures().log("to send a message", e);
              response
                  .addAllFail(request.getMsgList().subList(i, request.getMsgCount()))
                  .setFailedOn(message.getMsgId());
              break;
            }
          }
          tables.addToLength(queue, response.getSucceedCount());
          return fitting(response.build(), caller);
        });
  }

  private static void add(
      QueueTables tables, QueueRow queue, PluginId id, QueueMsg message, long now)
      throws SQLException {
    Content content =
        new Content(now, message.getSender().toByteArray(), message.getPayload().toByteArray());
    tables.addMessage(queue, id, DeliveredMessage.sizeOfFirst(queue.id(), id, content), content);
  }

  /** Undoes what was done when the caller cannot be told of it. */
  private static <R extends Message> R fitting(R response, Caller caller) throws ServiceError {
    if (response.getSerializedSize() > caller.room()) {
      throw new ServiceError(
          QueueErr.MarshalError_VALUE,
          "the answer takes %d bytes, and the caller has room for %d"
              .formatted(response.getSerializedSize(), caller.room()));
    }
    return response;
  }

  private static QueueRow queue(QueueTables tables, IdRaw raw) throws SQLException, ServiceError {
    PluginId id = PluginId.of(raw);
    return tables.queueById(id).orElseThrow(() -> notFound("no queue has the id %s".formatted(id)));
  }

  private static ServiceError notFound(String detail) {
    return new ServiceError(QueueErr.NotFound_VALUE, detail);
  }

  private static String shown(String name) {
    return name.length() <= MOST_SHOWN_OF_A_NAME
        ? "'" + name + "'"
        : "'" + name.substring(0, MOST_SHOWN_OF_A_NAME) + "…'";
  }

  /**
   * Undoes what a call did that took too long for its caller: what it received is visible again,
   * and what it sent and nobody has received is gone. A queue that was made stays: another may have
   * found it.
   */
  void undelivered(Message request, Message response) throws ServiceError {
    if (response instanceof ReceiveResponse received && received.getMessageCount() > 0) {
      undo(received.getId(), (tables, queue) -> giveBack(tables, queue, received));
    } else if (request instanceof SendRequest sent && response instanceof SendResponse answer) {
      undo(sent.getId(), (tables, queue) -> takeBack(tables, queue, answer));
    }
  }

  @FunctionalInterface
  private interface Undoing {
    void in(QueueTables tables, QueueRow queue) throws SQLException;
  }

  private void undo(IdRaw queue, Undoing work) throws ServiceError {
    boolean unusedWasThere =
        database.durably(
            tables -> {
              Optional<QueueRow> found = tables.queueById(PluginId.of(queue));
              if (found.isPresent()) {
                work.in(tables, found.get());
              }
              return found.isPresent();
            });
  }

  private void giveBack(QueueTables tables, QueueRow queue, ReceiveResponse received)
      throws SQLException {
    long now = time.now(tables);
    for (QueueMsg message : received.getMessageList()) {
      tables.giveBack(queue, DeliveredMessage.before(message), now);
    }
  }

  private static void takeBack(QueueTables tables, QueueRow queue, SendResponse sent)
      throws SQLException {
    int gone = 0;
    for (IdRaw raw : sent.getSucceedList()) {
      PluginId id = PluginId.of(raw);
      gone += tables.isUnseen(queue, id) && tables.deleteMessage(queue, id) ? 1 : 0;
    }
    tables.addToLength(queue, -gone);
  }
}
