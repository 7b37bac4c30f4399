package killed;

import java.util.ArrayList;
import java.util.List;
import parigot.guest.Future;
import parigot.message.wellknown.Any;
import parigot.message.wellknown.StringValue;
import protosupport.v1.IdRaw;
import queue.v1.CreateQueueRequest;
import queue.v1.MarkDoneRequest;
import queue.v1.Queue;
import queue.v1.QueueMsg;
import queue.v1.ReceiveRequest;
import queue.v1.SendRequest;

/** Sends messages two by two to a queue of this run's, takes some and marks them done. */
final class QueueWriter {
  static final String SENT = "sent";
  static final String MARKED = "marked";

  /** What the second of two messages has behind the text of the first. */
  static final String SECOND = "'";

  private final Queue queue;
  private final String run;
  private int number;

  QueueWriter(Queue queue, String run) {
    this.queue = queue;
    this.run = run;
  }

  Future<Void> writeForEver() {
    return queue
        .createQueue(CreateQueueRequest.newBuilder().setQueueName(run).build())
        .flatMap(
            created ->
                Future.repeatWhile(() -> change(created.getId(), number++).map(changed -> true)));
  }

  private Future<Void> change(IdRaw id, int count) {
    return count % 4 == 3 ? finish(id) : send(id, Integer.toString(count));
  }

  private Future<Void> send(IdRaw id, String text) {
    Spoken.trying(SENT + " " + text);
    return queue
        .send(
            SendRequest.newBuilder()
                .setId(id)
                .addMsg(message(text))
                .addMsg(message(text + SECOND))
                .build())
        .map(
            response -> {
              if (response.getSucceedCount() == 2) {
                Spoken.done(SENT + " " + text);
              }
              return null;
            });
  }

  private Future<Void> finish(IdRaw id) {
    return queue
        .receive(ReceiveRequest.newBuilder().setId(id).setMessageLimit(2).build())
        .flatMap(received -> finish(id, received.getMessageList()));
  }

  private Future<Void> finish(IdRaw id, List<QueueMsg> messages) {
    MarkDoneRequest.Builder request = MarkDoneRequest.newBuilder().setId(id);
    List<String> texts = new ArrayList<>();
    for (QueueMsg message : messages) {
      request.addMsg(message.getMsgId());
      texts.add(text(message));
    }
    texts.forEach(text -> Spoken.trying(MARKED + " " + text));
    return queue
        .markDone(request.build())
        .map(
            done -> {
              texts.forEach(text -> Spoken.done(MARKED + " " + text));
              return null;
            });
  }

  private static QueueMsg message(String text) {
    return QueueMsg.newBuilder()
        .setPayload(Any.pack(StringValue.newBuilder().setValue(text).build()))
        .build();
  }

  private static String text(QueueMsg message) {
    return message
        .getPayload()
        .unpack(StringValue.parser(), StringValue.getDefaultInstance().typeName())
        .getValue();
  }
}
