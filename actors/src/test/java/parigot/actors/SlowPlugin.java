package parigot.actors;

import com.google.protobuf.Empty;
import java.util.List;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;

/** A plugin whose one function, {@code slow.wait_}, takes {@value #MILLIS} ms. */
public final class SlowPlugin implements Plugin {
  static final int MILLIS = 300;

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public List<PluginService> services() {
    return List.of(
        new PluginService(
            "slow",
            "slow.v1",
            "Slow",
            List.of(
                new PluginMethod<>(
                    "Wait", "wait_", Empty.parser(), (request, caller) -> await(request)))));
  }

  private static Empty await(Empty request) throws ServiceError {
    try {
      Thread.sleep(MILLIS);
      return request;
    } catch (InterruptedException e) {
      throw new ServiceError(1, "interrupted");
    }
  }

  @Override
  public void close() {}
}
