package parigot.actors;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.ForkJoinExecutorConfigurator;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/**
 * The executor behind {@code parigot.dispatcher}: virtual threads where the JDK has them, so that
 * the hop to a loop guest's virtual thread wakes no thread of another pool, and Akka's fork-join
 * pool elsewhere. Named in the configuration and made by Akka.
 */
public final class VirtualOrForkJoin extends ExecutorServiceConfigurator {
  private final ForkJoinExecutorConfigurator forkJoin;

  /** Called by Akka. */
  public VirtualOrForkJoin(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    forkJoin =
        new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String id, ThreadFactory threadFactory) {
    return VirtualThreads.available()
        ? () -> VirtualThreads.executor("parigot-").orElseThrow()
        : forkJoin.createExecutorServiceFactory(id, threadFactory);
  }
}
