package parigot.servers;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginService;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.QueuePlugin;

/** A plugin whose queues are made when a test says so, interrupted or not. One runs at a time. */
public final class StuckQueue implements Plugin {
  private static volatile CountDownLatch released = new CountDownLatch(0);

  static void release() {
    released.countDown();
  }

  @Override
  public String name() {
    return "stuck";
  }

  @Override
  public void start(PluginContext context) {
    released = new CountDownLatch(1);
  }

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
    CountDownLatch release = released;
    boolean waits = true;
    while (waits) {
      try {
        release.await();
        waits = false;
      } catch (InterruptedException e) {
        // That it is ignored is the point.
        waits = true;
      }
    }
  }

  @Override
  public void close() {
    release();
  }
}
