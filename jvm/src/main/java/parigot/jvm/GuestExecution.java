package parigot.jvm;

/** What a guest runs on. */
interface GuestExecution extends AutoCloseable {

  /**
   * Has it run this, which throws nothing, and waits for the end. One call at a time.
   *
   * @return whether it has come to its end; not when it was closed before
   */
  boolean run(Runnable body);

  /** Where it is, the innermost call first. */
  StackTraceElement[] stack();

  /** The name of the thread. */
  String name();

  /** Whether the guest runs on the thread that asks. */
  boolean isCurrent();

  /** Whether it was closed. */
  boolean isAbandoned();

  /** Runs nothing more. Who waits for it waits no longer. From any thread, at any time. */
  @Override
  void close();
}
