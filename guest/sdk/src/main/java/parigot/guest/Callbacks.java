package parigot.guest;

import java.util.ArrayDeque;
import java.util.Queue;
import org.teavm.interop.PlatformMarker;

/**
 * The callbacks of futures that are ready to run, one after the other. A callback that makes others
 * ready does not run them inside itself, so a chain of any length needs no deeper stack.
 */
final class Callbacks {
  private static final ThreadLocal<Callbacks> OF_THIS_THREAD =
      isGuest() ? null : ThreadLocal.withInitial(Callbacks::new);
  private static final Callbacks OF_THE_GUEST = new Callbacks();

  private final Queue<Runnable> ready = new ArrayDeque<>();
  private boolean running;

  /** A guest has one thread; a Java virtual machine may run several tests at once. */
  static Callbacks current() {
    return isGuest() ? OF_THE_GUEST : OF_THIS_THREAD.get();
  }

  /** Whether this is a compiled guest, and not a program on a Java virtual machine. */
  @PlatformMarker
  static boolean isGuest() {
    return false;
  }

  /** Runs it now or, when called from a callback, after that one. It must not throw. */
  void run(Runnable callback) {
    ready.add(callback);
    if (running) {
      return;
    }
    running = true;
    try {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
      }
    } finally {
      running = false;
    }
  }
}
