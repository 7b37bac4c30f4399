package parigot.actors;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Virtual threads, looked up at run time: the code is compiled for Java 17, which has none. */
final class VirtualThreads {
  private static final Optional<MethodHandle> NEW_EXECUTOR = newExecutor();

  private VirtualThreads() {}

  static boolean available() {
    return NEW_EXECUTOR.isPresent();
  }

  /** An executor that runs each task on a virtual thread of its own; nothing before Java 21. */
  static Optional<ExecutorService> executor(String namePrefix) {
    return NEW_EXECUTOR.map(
        method -> {
          try {
            return (ExecutorService) method.invoke(factory(namePrefix));
          } catch (RuntimeException | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new LinkageError("virtual threads cannot be used", e);
          }
        });
  }

  /** An executor that runs each task on a platform thread, kept for a while for the next. */
  static ExecutorService platformExecutor(String namePrefix) {
    AtomicLong number = new AtomicLong();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, namePrefix + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private static Optional<MethodHandle> newExecutor() {
    if (Runtime.version().feature() < 21) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class, ThreadFactory.class)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Java 21 and later have Executors.newThreadPerTaskExecutor", e);
    }
  }

  private static ThreadFactory factory(String namePrefix) throws Throwable {
    Class<?> builder = Class.forName("java.lang.Thread$Builder");
    Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Object unnamed =
        lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual)).invoke();
    Object named =
        lookup
            .findVirtual(
                ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class))
            .invoke(unnamed, namePrefix, 0L);
    return (ThreadFactory)
        lookup
            .findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
            .invoke(named);
  }
}
