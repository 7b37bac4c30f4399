package parigot.actors;

/** What is to be done once some time has passed. */
interface Deadlines extends AutoCloseable {

  /** Runs this once, after that many nanoseconds. It must be short, not block and not throw. */
  void after(long nanos, Runnable action);

  /** A deadline for this action, to be armed. The same holds for the action. */
  Deadline deadline(Runnable action);

  /** What has not begun is not run any more. */
  @Override
  void close();

  /** Something that is due at one time at most, which may be moved. It belongs to one thread. */
  interface Deadline {

    /** Runs the action once, after that many nanoseconds, and not when it was due before. */
    void after(long nanos);

    /** Runs nothing, unless it has begun. */
    void cancel();
  }
}
