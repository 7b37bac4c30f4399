package parigot.actors;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The platform threads that carry virtual ones. A guest that computes holds its carrier, and so
 * there is one more for each guest that does so for long, where the JVM can be told: on Java 24 and
 * later. Before, there are as many as {@code jdk.virtualThreadScheduler.parallelism} says.
 */
final class Carriers {
  private record Scheduler(MethodHandle setParallelism, int usual) {}

  private static final Optional<Scheduler> SCHEDULER = scheduler();

  private static final AtomicInteger MORE = new AtomicInteger();

  private Carriers() {}

  /** So many guests, at least, hold a carrier for long or will soon. */
  static void forLongEvents(int count) {
    if (SCHEDULER.isPresent() && MORE.getAndSet(count) != count) {
      Scheduler scheduler = SCHEDULER.get();
      try {
        scheduler.setParallelism().invoke(scheduler.usual() + count);
      } catch (RuntimeException e) {
        // More than jdk.virtualThreadScheduler.maxPoolSize: those that there are must do.
      } catch (Throwable e) {
        throw new LinkageError("the scheduler of virtual threads cannot be told", e);
      }
    }
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
      return Optional.of(new Scheduler(set.bindTo(bean), usual));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (Throwable e) {
      throw new LinkageError("Java 24 and later have a bean for their virtual threads", e);
    }
  }
}
