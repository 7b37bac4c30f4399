package parigot.actors;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The executor behind {@code parigot.virtual-dispatcher}, which is used only where the JDK has
 * virtual threads: the hop to a loop guest's virtual thread wakes no thread of another pool then.
 * When guests compute for long and hold their carriers, platform threads do the rest. Named in the
 * configuration and made by Akka.
 */
public final class VirtualThreadPerTask extends ExecutorServiceConfigurator {
  private final Pace pace;

  /** Called by Akka. */
  public VirtualThreadPerTask(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    pace = PaceSetup.of(prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String id, ThreadFactory threadFactory) {
    return () ->
        pace.counting(
            new OverflowingExecutor(
                GuestDispatchers.LONG_EVENTS,
                VirtualThreads.executor("parigot-").orElseThrow(),
                List::of,
                GuestDispatchers.SPARE_CARRIERS,
                threadFactory));
  }
}
