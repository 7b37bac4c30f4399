package parigot.guest;

import org.teavm.interop.PlatformMarker;

/**
 * The callbacks of futures that are ready to run, one after the other. A callback that makes others
 * ready does not run them inside itself, so a chain of any length needs no deeper stack.
 */
final class Callbacks {
  private static final ThreadLocal<Callbacks> OF_THIS_THREAD =
      isGuest() ? null : ThreadLocal.withInitial(Callbacks::new);
  private static final Callbacks OF_THE_GUEST = new Callbacks();

  private Link first;
  private Link last;
  private boolean running;

  /** A callback in a list of them. */
  static final class Link {
    private final Runnable callback;
    private Link next;

    Link(Runnable callback) {
      this.callback = callback;
    }

    /** Puts another one behind this one, which must be the last of its list. */
    void append(Link link) {
      next = link;
    }
  }

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
    Link link = new Link(callback);
    runAll(link, link);
  }

  /** Runs a list of callbacks, in its order, now or after the one that is running. */
  void runAll(Link head, Link tail) {
    if (last == null) {
      first = head;
    } else {
      last.next = head;
    }
    last = tail;
    if (running) {
      return;
    }
    running = true;
    try {
      while (first != null) {
        Runnable callback = first.callback;
        first = first.next;
        if (first == null) {
          last = null;
        }
        callback.run();
      }
    } finally {
      running = false;
    }
  }
}
