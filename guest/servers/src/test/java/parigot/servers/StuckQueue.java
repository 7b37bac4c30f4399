package parigot.servers;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginService;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.QueuePlugin;

/** A plugin whose queues are made when a test says so, interrupted or not. */
public final class StuckQueue implements Plugin {
  private static final CountDownLatch RELEASED = new CountDownLatch(1);

  static void release() {
    RELEASED.countDown();
  }

  @Override
  public String name() {
    return "stuck";
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public List<PluginService> services() {
    QueuePlugin queue =
        (QueuePlugin)
            Proxy.newProxyInstance(
                QueuePlugin.class.getClassLoader(),
                new Class<?>[] {QueuePlugin.class},
                (proxy, method, arguments) -> {
                  awaitRelease();
                  return CreateQueueResponse.getDefaultInstance();
                });
    return List.of(QueuePlugin.service(queue));
  }

  private static void awaitRelease() {
    boolean released = false;
    while (!released) {
      try {
        RELEASED.await();
        released = true;
      } catch (InterruptedException e) {
        // That it is ignored is the point.
        released = false;
      }
    }
  }

  @Override
  public void close() {
    release();
  }
}
