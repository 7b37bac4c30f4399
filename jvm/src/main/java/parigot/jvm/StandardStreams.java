package parigot.jvm;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.Function;
import java.util.function.Supplier;
import parigot.wasm.InstanceSettings;

/**
 * The standard output and error of this Java virtual machine, while guests run in it: what a
 * guest's threads write goes where the guest's output goes, and all else where it went before. The
 * streams are put back when the last guest has ended.
 */
final class StandardStreams {
  /** Whose thread this is; the threads that a guest starts are its own too. */
  private static final InheritableThreadLocal<InstanceSettings> GUEST =
      new InheritableThreadLocal<>();

  private static int users;
  private static PrintStream outBefore;
  private static PrintStream errBefore;
  private static PrintStream out;
  private static PrintStream err;

  private StandardStreams() {}

  /** Begins to route what guests write. */
  static synchronized void open() {
    users++;
    if (users == 1) {
      outBefore = System.out;
      errBefore = System.err;
      out = routed(outBefore, InstanceSettings::stdout);
      err = routed(errBefore, InstanceSettings::stderr);
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Ends what one {@link #open} began. */
  static synchronized void close() {
    users--;
    if (users == 0) {
      // Somebody else may have put streams of their own there.
      if (System.out == out) {
        System.setOut(outBefore);
      }
      if (System.err == err) {
        System.setErr(errBefore);
      }
    }
  }

  /** This thread, and those that it starts, are this guest's. */
  static void areOf(InstanceSettings guest) {
    GUEST.set(guest);
  }

  /** This thread is no guest's any more. */
  static void areNoGuests() {
    GUEST.remove();
  }

  /**
   * Has the host do this on a guest's thread: what it writes, to a log for instance, is its own.
   */
  static <R> R asHost(Supplier<R> work) {
    InstanceSettings guest = GUEST.get();
    GUEST.remove();
    try {
      return work.get();
    } finally {
      GUEST.set(guest);
    }
  }

  private static PrintStream routed(
      PrintStream before, Function<InstanceSettings, InstanceSettings.Output> output) {
    return new PrintStream(new Routed(before, output), true, Charset.defaultCharset());
  }

  private static final class Routed extends OutputStream {
    private final PrintStream before;
    private final Function<InstanceSettings, InstanceSettings.Output> output;

    Routed(PrintStream before, Function<InstanceSettings, InstanceSettings.Output> output) {
      this.before = before;
      this.output = output;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      InstanceSettings guest = GUEST.get();
      if (guest == null) {
        before.write(bytes, offset, length);
      } else {
        asHost(
            () -> {
              output.apply(guest).write(bytes, offset, length);
              return null;
            });
      }
    }

    @Override
    public void flush() {
      before.flush();
    }
  }
}
