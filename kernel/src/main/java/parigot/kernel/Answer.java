package parigot.kernel;

import static java.util.Objects.requireNonNull;

import syscall.v1.host.KernelErr;

/**
 * How a system call ended: a number of {@link KernelErr}, 0 for success, and on success the
 * serialized response.
 */
public record Answer(int error, byte[] response) {
  private static final byte[] NOTHING = new byte[0];

  /** Success, and nothing to say. */
  static final Answer DONE = new Answer(0, NOTHING);

  public Answer {
    requireNonNull(response);
  }

  static Answer of(byte[] response) {
    return new Answer(0, response);
  }

  static Answer refused(KernelErr why) {
    return new Answer(why.getNumber(), NOTHING);
  }
}
