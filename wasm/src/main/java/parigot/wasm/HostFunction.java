package parigot.wasm;

/**
 * A function that the host offers to guests: takes the bytes of a request and answers with the
 * bytes of a response or an error number. Where the bytes stand in the guest's memory, and every
 * check of it, is the engine's affair.
 */
@FunctionalInterface
public interface HostFunction {

  /**
   * Carries out one call. Runs on the guest's thread, which waits for it.
   *
   * @param request the serialized request, the callee's to keep; empty for the empty message
   * @throws GuestInterrupted when the guest is being ended
   */
  Reply call(byte[] request);

  /** The answer to a call: an error number from 1 to 255, or 0 and a response. */
  record Reply(int error, byte[] response) {
    private static final byte[] NOTHING = {};

    /** Success without a response. */
    public static final Reply EMPTY = new Reply(0, NOTHING);

    /** Success. */
    public static Reply of(byte[] response) {
      return new Reply(0, response);
    }

    /** Failure, with a number of the service's error enum. */
    public static Reply failed(int error) {
      return new Reply(error, NOTHING);
    }
  }
}
