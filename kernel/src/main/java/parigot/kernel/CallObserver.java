package parigot.kernel;

/**
 * Sees the calls that the guests of a kernel make, on the kernel's turn. It must only look, and be
 * quick.
 */
public interface CallObserver {
  /** Sees none. */
  CallObserver NONE =
      new CallObserver() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public Observation begun() {
          return (caller, service, method, outcome, requestBytes, responseBytes) -> {};
        }
      };

  /** Whether it wants to see calls that begin now. */
  boolean isOn();

  /** The kernel has a call from now on. */
  Observation begun();

  /** Is told of the end of one call. */
  @FunctionalInterface
  interface Observation {
    /**
     * The call is over.
     *
     * @param caller as {@link CallStats} has it, and so the others
     */
    void ended(
        String caller,
        String service,
        String method,
        CallOutcome outcome,
        int requestBytes,
        int responseBytes);
  }
}
