package parigot.wasm;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Objects;

/**
 * A function that the host offers to guests: takes the bytes of a request and answers with the
 * bytes of a response or an error number. Where the bytes stand in the guest's memory, and every
 * check of it, is the engine's affair.
 */
@FunctionalInterface
public interface HostFunction {

  /**
   * Carries out one call. Runs on the guest's thread, which waits for it. It must not enter the
   * guest that calls it.
   *
   * <p>Whatever it throws ends the guest, with {@link Outcome.Trapped}; nothing is thrown into the
   * guest's code. A wait in here ends with an {@link InterruptedException} when the guest is
   * interrupted, which is then passed on as a {@link GuestInterrupted}.
   *
   * @param request the serialized request, the callee's to keep; empty for the empty message
   * @throws GuestInterrupted when the guest is being ended
   */
  Reply call(byte[] request);

  /**
   * The answer to a call.
   *
   * @param error an error number from 1 to 255, or 0 for success
   * @param response the serialized response, empty with an error
   */
  record Reply(int error, ByteString response) {
    /** Success without a response. */
    public static final Reply EMPTY = new Reply(0, ByteString.EMPTY);

    public Reply {
      if (error < 0 || error > 255) {
        throw new IllegalArgumentException(
            "an error number is between 1 and 255, this one is " + error);
      }
      Objects.requireNonNull(response, "response");
    }

    /** Success, with bytes that are the engine's to keep. */
    public static Reply of(byte[] response) {
      return new Reply(0, UnsafeByteOperations.unsafeWrap(response));
    }

    /** Failure, with a number of the service's error enum, from 1 to 255. */
    public static Reply failed(int error) {
      return new Reply(error, ByteString.EMPTY);
    }
  }
}
