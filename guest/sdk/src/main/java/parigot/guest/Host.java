package parigot.guest;

import java.util.List;
import java.util.Map;
import parigot.message.MessageWriter;

/**
 * What a guest has of the world outside. The system calls take and give serialized messages, those
 * of each call as they stand in their writer; they throw a {@link SystemCallException} when the
 * host refuses.
 */
interface Host {
  byte[] register(byte[] request);

  byte[] bindMethod(byte[] request);

  byte[] export(byte[] request);

  byte[] require(byte[] request);

  byte[] launch(byte[] request);

  byte[] locate(byte[] request);

  void dispatch(MessageWriter request);

  void returnValue(MessageWriter request);

  byte[] exit(byte[] request);

  byte[] timer(byte[] request);

  byte[] log(byte[] request);

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

  /** Throws this again when it is what {@link #end} has thrown: that has to reach the host. */
  default void rethrowIfEnded(Throwable thrown) {}

  /** The host of the program that runs, or null on a plain Java virtual machine. */
  static Host current() {
    if (Callbacks.isGuest()) {
      return WasmHost.INSTANCE;
    }
    Host ofTest = TestHost.current();
    return ofTest == null ? JvmHost.installed() : ofTest;
  }

  /** Who works on the events of the guest that runs. */
  static void deliverTo(EventLoop loop) {
    if (Callbacks.isGuest()) {
      GuestExports.deliverTo(loop);
    } else if (TestHost.current() != null) {
      TestHost.current().deliverTo(loop);
    } else {
      JvmHost.deliverTo(loop);
    }
  }
}
