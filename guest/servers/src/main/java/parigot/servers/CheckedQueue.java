package parigot.servers;

import parigot.guest.Future;
import parigot.guest.Logger;
import queue.v1.CreateQueueRequest;
import queue.v1.CreateQueueResponse;
import queue.v1.DeleteQueueRequest;
import queue.v1.DeleteQueueResponse;
import queue.v1.LengthRequest;
import queue.v1.LengthResponse;
import queue.v1.LocateRequest;
import queue.v1.LocateResponse;
import queue.v1.MarkDoneRequest;
import queue.v1.MarkDoneResponse;
import queue.v1.Queue;
import queue.v1.QueueErr;
import queue.v1.QueueMsg;
import queue.v1.ReceiveRequest;
import queue.v1.ReceiveResponse;
import queue.v1.SendRequest;
import queue.v1.SendResponse;

/** Refuses what the plugin would refuse anyhow, before anything is copied out to it. */
final class CheckedQueue implements Queue {
  private final Queue plugin;
  private final Failures failures =
      new Failures(Logger.get(), "queue.v1.Queue", QueueErr.InternalError);

  CheckedQueue(Queue plugin) {
    this.plugin = plugin;
  }

  @Override
  public Future<CreateQueueResponse> createQueue(CreateQueueRequest request) {
    if (!Names.isQueue(request.getQueueName())) {
      throw QueueErr.InvalidName.exception(
          "a queue's name is a letter, then letters, digits, '.', '_' or '-'");
    }
    return failures.told("CreateQueue", plugin.createQueue(request));
  }

  @Override
  public Future<LocateResponse> locate(LocateRequest request) {
    return failures.told("Locate", plugin.locate(request));
  }

  @Override
  public Future<DeleteQueueResponse> deleteQueue(DeleteQueueRequest request) {
    return failures.told("DeleteQueue", plugin.deleteQueue(request));
  }

  @Override
  public Future<ReceiveResponse> receive(ReceiveRequest request) {
    return failures.told("Receive", plugin.receive(request));
  }

  @Override
  public Future<MarkDoneResponse> markDone(MarkDoneRequest request) {
    return failures.told("MarkDone", plugin.markDone(request));
  }

  @Override
  public Future<LengthResponse> length(LengthRequest request) {
    return failures.told("Length", plugin.length(request));
  }

  @Override
  public Future<SendResponse> send(SendRequest request) {
    // The plugin takes the queue from the request; whoever reads a message finds it there too.
    SendRequest.Builder whole = request.toBuilder().clearMsg();
    for (QueueMsg message : request.getMsgList()) {
      whole.addMsg(message.toBuilder().setId(request.getId()).build());
    }
    return failures.told("Send", plugin.send(whole.build()));
  }
}
