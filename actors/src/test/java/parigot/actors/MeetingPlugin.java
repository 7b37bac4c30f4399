package parigot.actors;

import com.google.protobuf.Empty;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;

/** A plugin whose one function, {@code meeting.join_}, waits until all guests are inside it. */
public final class MeetingPlugin implements Plugin {
  /** More than the shared dispatcher has threads. */
  static final int GUESTS = GuestDispatchers.SHARED_THREADS + 5;

  static final CompletableFuture<Void> MET = new CompletableFuture<>();

  private final CyclicBarrier everybody = new CyclicBarrier(GUESTS, () -> MET.complete(null));

  @Override
  public String name() {
    return "meeting";
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public List<PluginService> services() {
    return List.of(
        new PluginService(
            "meeting",
            "meeting.v1",
            "Meeting",
            List.of(
                new PluginMethod<>(
                    "Join", "join_", Empty.parser(), (request, caller) -> join(request)))));
  }

  private Empty join(Empty request) throws ServiceError {
    try {
      everybody.await();
      return request;
    } catch (BrokenBarrierException e) {
      throw new ServiceError(1, "somebody has left");
    } catch (InterruptedException e) {
      throw new ServiceError(1, "interrupted");
    }
  }

  @Override
  public void close() {}
}
