package parigot.actors;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/**
 * The executor behind {@code parigot.virtual-dispatcher}, which is used only where the JDK has
 * virtual threads: the hop to a loop guest's virtual thread wakes no thread of another pool then.
 * Named in the configuration and made by Akka.
 */
public final class VirtualThreadPerTask extends ExecutorServiceConfigurator {

  /** Called by Akka. */
  public VirtualThreadPerTask(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String id, ThreadFactory threadFactory) {
    return () -> VirtualThreads.executor("parigot-").orElseThrow();
  }
}
