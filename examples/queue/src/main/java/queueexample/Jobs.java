package queueexample;

import java.util.List;
import parigot.guest.Future;
import parigot.guest.ServiceException;
import parigot.message.Message;
import parigot.message.MessageParser;
import parigot.message.wellknown.Any;
import parigot.message.wellknown.StringValue;
import protosupport.v1.IdRaw;
import queue.v1.CreateQueueRequest;
import queue.v1.CreateQueueResponse;
import queue.v1.LocateRequest;
import queue.v1.LocateResponse;
import queue.v1.MarkDoneRequest;
import queue.v1.Queue;
import queue.v1.QueueErr;
import queue.v1.QueueMsg;
import queue.v1.ReceiveRequest;
import queue.v1.ReceiveResponse;
import queue.v1.SendRequest;

/** A queue of texts, found or made by its name. */
final class Jobs {
  private static final MessageParser<StringValue> TEXT = StringValue.parser();
  private static final String TEXT_NAME = StringValue.getDefaultInstance().typeName();

  private final Queue queue;
  private final IdRaw id;

  private Jobs(Queue queue, IdRaw id) {
    this.queue = queue;
    this.id = id;
  }

  /** Whoever comes first makes it. */
  static Future<Jobs> named(Queue queue, String name) {
    return queue
        .createQueue(CreateQueueRequest.newBuilder().setQueueName(name).build())
        .map(CreateQueueResponse::getId)
        .recoverWith(
            error ->
                error instanceof ServiceException failure && failure.is(QueueErr.AlreadyExists)
                    ? queue
                        .locate(LocateRequest.newBuilder().setQueueName(name).build())
                        .map(LocateResponse::getId)
                    : Future.failed(error))
        .map(found -> new Jobs(queue, found));
  }

  /** The messages are there when the future is done. */
  Future<Void> send(List<String> texts) {
    SendRequest.Builder request = SendRequest.newBuilder().setId(id);
    for (String text : texts) {
      request.addMsg(QueueMsg.newBuilder().setPayload(packed(text)).build());
    }
    return queue
        .send(request.build())
        .map(
            response -> {
              if (response.getSucceedCount() != texts.size()) {
                throw QueueErr.InternalError.exception("not all was sent");
              }
              return null;
            });
  }

  /** At most so many; none is no error. */
  Future<List<QueueMsg>> receive(int most) {
    return queue
        .receive(ReceiveRequest.newBuilder().setId(id).setMessageLimit(most).build())
        .map(ReceiveResponse::getMessageList);
  }

  /** It is not given to anybody again. */
  Future<Void> done(QueueMsg message) {
    return queue
        .markDone(MarkDoneRequest.newBuilder().setId(id).addMsg(message.getMsgId()).build())
        .map(response -> null);
  }

  static String text(QueueMsg message) {
    return message.getPayload().unpack(TEXT, TEXT_NAME).getValue();
  }

  static Any packed(String text) {
    Message message = StringValue.newBuilder().setValue(text).build();
    return Any.pack(message);
  }
}
