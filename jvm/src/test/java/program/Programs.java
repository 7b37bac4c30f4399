package program;

import java.util.concurrent.CountDownLatch;
import parigot.guest.Guest;
import parigot.guest.Logger;

/** Guests that use no host. Each is run with classes of its own. */
public final class Programs {
  private static int runs;

  private Programs() {}

  /** Says what it was given, and how often this class has run. */
  public static final class Says {
    private Says() {}

    public static void main(String[] args) {
      runs++;
      System.out.println(String.join(" ", args) + " " + runs);
      System.err.println(Thread.currentThread().getName());
    }
  }

  /** Throws. */
  public static final class Throws {
    private Throws() {}

    public static void main(String[] args) {
      if (args.length > 0) {
        throw new IllegalArgumentException("not today");
      }
    }
  }

  /** Recurses for ever. */
  public static final class Recurses {
    private Recurses() {}

    public static void main(String[] args) {
      deeper(args.length);
    }

    private static int deeper(int depth) {
      return depth < 0 ? 0 : 1 + deeper(Math.abs(depth));
    }
  }

  /** Computes for ever, once it has said so. */
  public static final class Computes {
    private static volatile boolean enough;

    private Computes() {}

    public static void main(String[] args) {
      System.out.println("begun");
      while (!enough) {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits for ever, and says when that has ended. */
  public static final class Waits {
    private Waits() {}

    public static void main(String[] args) {
      System.out.println("begun");
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        System.out.println("interrupted");
      }
    }
  }

  /** Becomes a guest on a thread that it has started itself. */
  public static final class CallsFromAnotherThread {
    private CallsFromAnotherThread() {}

    public static void main(String[] args) throws InterruptedException {
      Thread other = new Thread(() -> Guest.named("other").start(), "other");
      other.start();
      other.join();
    }
  }

  /** Calls its host, and prints. */
  public static final class Calls {
    private Calls() {}

    public static void main(String[] args) {
      System.out.println("calls");
      Logger.get().info("calls");
    }
  }

  /** Has no main. */
  public static final class Nothing {
    private Nothing() {}
  }
}
