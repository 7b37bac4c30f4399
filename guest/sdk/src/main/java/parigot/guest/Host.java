package parigot.guest;

import java.util.List;
import java.util.Map;
import parigot.message.Message;

/** What a guest has of the world outside. */
interface Host {
  /**
   * Carries out a system call.
   *
   * @return the serialized response
   * @throws SystemCallException when the host refuses it
   */
  byte[] call(SystemCall call, Message request);

  /** The arguments that the configuration gives the guest, without its name. */
  List<String> arguments();

  /** The variables that the host and the configuration give the guest. */
  Map<String, String> environment();

  /** Nanoseconds since 1970. */
  long realTime();

  /** Nanoseconds since some moment; never goes back. */
  long monotonicTime();

  /** Fills the array with random bytes. */
  void random(byte[] target);

  /** Ends the guest. In a guest this does not return. */
  void end(int code);
}
