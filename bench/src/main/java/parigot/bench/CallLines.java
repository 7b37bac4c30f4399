package parigot.bench;

/**
 * Callers that each call an echo, all at once. Every answer is compared with what was sent, and a
 * wrong one fails the run.
 */
interface CallLines extends AutoCloseable {
  /**
   * Makes so many calls on each line, one at a time, and waits for them all.
   *
   * @return the nanoseconds that the calls of the first line took
   */
  int[] run(int callsEach);

  /** How many lines there are. */
  int lines();

  @Override
  void close();
}
