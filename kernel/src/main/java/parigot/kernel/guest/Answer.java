package parigot.kernel.guest;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import syscall.v1.host.KernelErr;

/**
 * How a system call ended: a number of {@link KernelErr}, 0 for success, and on success the
 * serialized response.
 */
public record Answer(int error, ByteString response) {
  /** Success, and nothing to say. */
  static final Answer DONE = new Answer(0, ByteString.EMPTY);

  public Answer {
    requireNonNull(response);
  }

  static Answer of(ByteString response) {
    return new Answer(0, response);
  }

  /** Success, with bytes that are nobody else's. */
  static Answer of(byte[] response) {
    return of(UnsafeByteOperations.unsafeWrap(response));
  }

  static Answer refused(KernelErr why) {
    return new Answer(why.getNumber(), ByteString.EMPTY);
  }
}
