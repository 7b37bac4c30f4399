package parigot.actors;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import parigot.runtime.guest.LongEvents;

/**
 * The platform threads that carry virtual ones. A guest that computes holds its carrier, and so
 * there is one more for each guest that does so for long, where the JVM can be told: on Java 24 and
 * later. Before, there are as many as {@code jdk.virtualThreadScheduler.parallelism} says.
 */
final class Carriers {
  /**
   * @param anyVirtualThread runs a task on a virtual thread, from whatever thread
   */
  private record Scheduler(MethodHandle setParallelism, int usual, Executor anyVirtualThread) {}

  private static final Optional<Scheduler> SCHEDULER = scheduler();

  private static final AtomicInteger MORE = new AtomicInteger();

  /** Has as many as the long events of this process need. */
  static final LongEvents.Listener FOR_LONG_EVENTS =
      new LongEvents.Listener() {
        @Override
        public void begun(int count) {
          forLongEvents(count);
        }

        @Override
        public void look(int count) {
          forLongEvents(count);
        }
      };

  private Carriers() {}

  /** So many guests, at least, hold a carrier for long or will soon. */
  private static void forLongEvents(int count) {
    SCHEDULER.ifPresent(
        scheduler -> {
          if (MORE.getAndSet(count) != count) {
            setParallelism(scheduler, scheduler.usual() + count);
          }
          if (count > 0) {
            wakeCarriers(scheduler);
          }
        });
  }

  private static void setParallelism(Scheduler scheduler, int parallelism) {
    try {
      scheduler.setParallelism().invoke(parallelism);
    } catch (IllegalArgumentException e) {
      // More than jdk.virtualThreadScheduler.maxPoolSize: those that there are must do.
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("the scheduler of virtual threads cannot be told", e);
    }
  }

  /**
   * The scheduler begins what waits only when another task comes, not when it may use more
   * carriers; and those that compute bring none.
   */
  private static void wakeCarriers(Scheduler scheduler) {
    scheduler.anyVirtualThread().execute(() -> {});
  }

  private static Optional<Scheduler> scheduler() {
    if (Runtime.version().feature() < 24) {
      return Optional.empty();
    }
    try {
      Class<? extends PlatformManagedObject> type =
          Class.forName("jdk.management.VirtualThreadSchedulerMXBean")
              .asSubclass(PlatformManagedObject.class);
      Object bean = ManagementFactory.getPlatformMXBean(type);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      int usual =
          (int)
              lookup
                  .findVirtual(type, "getParallelism", MethodType.methodType(int.class))
                  .invoke(bean);
      MethodHandle set =
          lookup.findVirtual(type, "setParallelism", MethodType.methodType(void.class, int.class));
      return VirtualThreads.executor("parigot-carriers-")
          .map(executor -> new Scheduler(set.bindTo(bean), usual, executor));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("Java 24 and later have a bean for their virtual threads", e);
    }
  }
}
