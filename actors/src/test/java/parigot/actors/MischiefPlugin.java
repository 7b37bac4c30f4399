package parigot.actors;

import com.google.protobuf.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import parigot.plugin.Caller;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import parigot.runtime.testing.Within;

/** A plugin that does what a plugin must not. What it was blocked by ends when it is closed. */
public final class MischiefPlugin implements Plugin {
  private static final int TOO_MUCH = 5 << 20;

  private static volatile CountDownLatch released = new CountDownLatch(1);
  private static volatile Semaphore stuck = new Semaphore(0);
  private static volatile BlockingQueue<Caller> ended = new LinkedBlockingQueue<>();

  @Override
  public String name() {
    return "mischief";
  }

  private int piece = Integer.MAX_VALUE - 8;

  @Override
  public void start(PluginContext context) {
    if (context.config().hasPath("piece")) {
      piece = context.config().getInt("piece");
    }
    released = new CountDownLatch(1);
    stuck = new Semaphore(0);
    ended = new LinkedBlockingQueue<>();
  }

  @Override
  public void guestEnded(String guest, long hostHigh, long hostLow) {
    ended.add(new Caller(guest, hostHigh, hostLow, "", "", 0, 0));
  }

  /** Waits for the next guest of whose end it is told. */
  static Caller awaitEnded() {
    try {
      Caller next = ended.poll(Within.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("told of no end");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits until this many more calls block or spin. */
  static void awaitStuck(int calls) {
    stuck.acquireUninterruptibly(calls);
  }

  /** Lets go of all calls that block or spin. */
  static void release() {
    released.countDown();
  }

  @Override
  public List<PluginService> services() {
    return List.of(
        new PluginService(
            "mischief",
            "mischief.v1",
            "Mischief",
            List.of(
                method("Block", "block_", MischiefPlugin::block),
                method("Spin", "spin_", MischiefPlugin::spin),
                method("Wait", "wait_", MischiefPlugin::await),
                method("Throw", "throw_", MischiefPlugin::fail),
                method("Recurse", "recurse_", MischiefPlugin::recurse),
                method("Allocate", "allocate_", this::allocate),
                method("ReturnNull", "return_null_", request -> null),
                method("ReturnTooMuch", "return_too_much_", request -> large()),
                method("Refuse", "refuse_", MischiefPlugin::refuse),
                method("Echo", "echo_", request -> request))));
  }

  @FunctionalInterface
  private interface Deed {
    StringValue apply(StringValue request) throws ServiceError;
  }

  private static PluginMethod<StringValue, StringValue> method(
      String name, String importName, Deed deed) {
    return new PluginMethod<>(
        name, importName, StringValue.parser(), (request, caller) -> deed.apply(request));
  }

  private static StringValue block(StringValue request) {
    boolean done = false;
    stuck.release();
    while (!done) {
      try {
        released.await();
        done = true;
      } catch (InterruptedException e) {
        // That it is ignored is the point.
        done = false;
      }
    }
    return request;
  }

  private static StringValue spin(StringValue request) {
    CountDownLatch end = released;
    stuck.release();
    while (end.getCount() > 0) {
      Thread.onSpinWait();
    }
    return request;
  }

  /** Waits for a second, or the number of ms in the request, unless it is interrupted. */
  private static StringValue await(StringValue request) throws ServiceError {
    try {
      Thread.sleep(request.getValue().matches("\\d+") ? Long.parseLong(request.getValue()) : 1000);
      return request;
    } catch (InterruptedException e) {
      throw new ServiceError(99, "interrupted");
    }
  }

  private static StringValue fail(StringValue request) {
    throw new IllegalStateException("mischief with " + request.getValue());
  }

  private static StringValue recurse(StringValue request) {
    return StringValue.of(deeper(request).getValue() + "x");
  }

  private static StringValue deeper(StringValue request) {
    return recurse(request);
  }

  /** All there is, at once or in pieces; what it got is garbage as soon as it fails. */
  private StringValue allocate(StringValue request) {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[piece]);
    }
    return StringValue.of(all.toString());
  }

  private static StringValue large() {
    return StringValue.of("x".repeat(TOO_MUCH));
  }

  private static StringValue refuse(StringValue request) throws ServiceError {
    throw new ServiceError(77, "refused");
  }

  @Override
  public void close() {
    release();
  }
}
