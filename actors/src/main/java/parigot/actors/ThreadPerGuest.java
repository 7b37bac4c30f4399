package parigot.actors;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;

/**
 * The executor behind {@code parigot.loop-guest-dispatcher}: a thread for each task, virtual where
 * the JDK has them. Named in the configuration and made by Akka.
 */
public final class ThreadPerGuest extends ExecutorServiceConfigurator {
  private final Pace pace;

  /** Called by Akka. */
  public ThreadPerGuest(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    pace = PaceSetup.of(prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String id, ThreadFactory threadFactory) {
    return () ->
        pace.counting(
            VirtualThreads.executor("parigot-guest-")
                .orElseGet(() -> VirtualThreads.platformExecutor("parigot-guest-")));
  }
}
