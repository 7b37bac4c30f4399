package parigot.jvm;

import parigot.wasm.InstanceSettings;

/**
 * Runs a guest on the thread of whoever enters it, for one that has a single thread for all guests:
 * handing each event to another thread and back takes longer than the event.
 */
final class CallersThread implements GuestExecution {
  private final InstanceSettings guest;
  private final ClassLoader classes;
  private volatile Thread running;
  private volatile boolean abandoned;

  CallersThread(InstanceSettings guest, ClassLoader classes) {
    this.guest = guest;
    this.classes = classes;
  }

  @Override
  public boolean run(Runnable body) {
    if (abandoned) {
      return false;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    StandardStreams.areOf(guest);
    running = thread;
    try {
      body.run();
    } finally {
      running = null;
      StandardStreams.areNoGuests();
      thread.setContextClassLoader(before);
    }
    return !abandoned;
  }

  @Override
  public StackTraceElement[] stack() {
    Thread thread = running;
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }

  @Override
  public String name() {
    return "guest " + guest.name();
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == running;
  }

  @Override
  public boolean isAbandoned() {
    return abandoned;
  }

  @Override
  public void close() {
    abandoned = true;
  }
}
