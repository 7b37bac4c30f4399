package queue.v1.host;

import java.util.List;
import parigot.plugin.Caller;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;

/** What a plugin implements to serve {@code queue.v1.Queue}. */
public interface QueuePlugin {

  CreateQueueResponse createQueue(CreateQueueRequest request, Caller caller) throws ServiceError;

  LocateResponse locate(LocateRequest request, Caller caller) throws ServiceError;

  DeleteQueueResponse deleteQueue(DeleteQueueRequest request, Caller caller) throws ServiceError;

  ReceiveResponse receive(ReceiveRequest request, Caller caller) throws ServiceError;

  MarkDoneResponse markDone(MarkDoneRequest request, Caller caller) throws ServiceError;

  LengthResponse length(LengthRequest request, Caller caller) throws ServiceError;

  SendResponse send(SendRequest request, Caller caller) throws ServiceError;

  /** The service, served by an implementation. */
  static PluginService service(QueuePlugin implementation) {
    return new PluginService(
        "queue",
        "queue.v1",
        "Queue",
        List.of(
            new PluginMethod<>(
                "CreateQueue",
                "create_queue_",
                CreateQueueRequest.parser(),
                implementation::createQueue),
            new PluginMethod<>("Locate", "locate_", LocateRequest.parser(), implementation::locate),
            new PluginMethod<>(
                "DeleteQueue",
                "delete_queue_",
                DeleteQueueRequest.parser(),
                implementation::deleteQueue),
            new PluginMethod<>(
                "Receive", "receive_", ReceiveRequest.parser(), implementation::receive),
            new PluginMethod<>(
                "MarkDone", "mark_done_", MarkDoneRequest.parser(), implementation::markDone),
            new PluginMethod<>("Length", "length_", LengthRequest.parser(), implementation::length),
            new PluginMethod<>("Send", "send_", SendRequest.parser(), implementation::send)));
  }
}
