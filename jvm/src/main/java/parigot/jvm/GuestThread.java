package parigot.jvm;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread of one guest, which runs nothing else: a debugger and a thread dump show the guest as
 * a thread of its name. Code that does not come back cannot be ended; it is left alone with the
 * thread, which is a daemon.
 */
final class GuestThread implements GuestExecution {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile CompletableFuture<Boolean> running = CompletableFuture.completedFuture(true);
  private volatile boolean abandoned;

  GuestThread(String guest, ClassLoader classes) {
    thread = new Thread(this::work, "guest " + guest);
    thread.setDaemon(true);
    thread.setContextClassLoader(classes);
    thread.start();
  }

  private void work() {
    while (!abandoned) {
      Runnable task;
      try {
        task = tasks.take();
      } catch (InterruptedException e) {
        continue;
      }
      task.run();
    }
  }

  @Override
  public boolean run(Runnable body) {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    running = end;
    if (abandoned) {
      return false;
    }
    tasks.add(
        () -> {
          body.run();
          end.complete(true);
        });
    return end.join();
  }

  @Override
  public StackTraceElement[] stack() {
    return thread.getStackTrace();
  }

  @Override
  public String name() {
    return thread.getName();
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  @Override
  public boolean isAbandoned() {
    return abandoned;
  }

  /**
   * Ends the thread as soon as it has nothing to do, and interrupts what it waits for. Who waits
   * for it waits no longer. From any thread, at any time.
   */
  @Override
  public void close() {
    abandoned = true;
    running.complete(false);
    thread.interrupt();
  }
}
