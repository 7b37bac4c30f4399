package parigot.actors;

import com.google.protobuf.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parigot.plugin.ServiceError;
import parigot.wasm.GuestInterrupted;

/**
 * One call of a plugin's method: run by a thread of its pool, waited for by the guest's. Whoever
 * gives it up first wins; an interrupt reaches the thread only while this very call runs on it.
 */
final class PluginCall implements Runnable {

  /** How a call ended: with a response, an error of the service, or something the plugin threw. */
  sealed interface Result {}

  record Response(Message message) implements Result {}

  record Failure(ServiceError error) implements Result {}

  record Thrown(Throwable cause) implements Result {}

  /** The method, with its request. */
  @FunctionalInterface
  interface Body {
    Message run() throws ServiceError;
  }

  private enum State {
    WAITING,
    RUNNING,
    DONE
  }

  private static final long UNKNOWN = -1;

  private final Body body;
  private final PluginPool pool;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private State state = State.WAITING;
  private Thread runner;
  private boolean writtenOff;
  private long allocatedBefore = UNKNOWN;

  PluginCall(Body body, PluginPool pool) {
    this.body = body;
    this.pool = pool;
  }

  @Override
  public void run() {
    synchronized (this) {
      if (state == State.DONE) {
        return;
      }
      state = State.RUNNING;
      runner = Thread.currentThread();
    }
    pool.began(this);
    Result outcome;
    try {
      outcome = new Response(body.run());
    } catch (ServiceError e) {
      outcome = new Failure(e);
    } catch (Throwable e) {
      outcome = new Thrown(e);
    }
    pool.ended(this);
    boolean late;
    synchronized (this) {
      state = State.DONE;
      runner = null;
      late = writtenOff;
      // An interrupt that came for this call must not reach the next one on this thread.
      boolean unused = Thread.interrupted();
    }
    if (late) {
      pool.cameBack();
    }
    result.complete(outcome);
  }

  /**
   * Waits for the end of the call, on the guest's thread.
   *
   * @throws TimeoutException when it takes longer; {@link #giveUp} then
   * @throws GuestInterrupted when the guest is being ended meanwhile
   */
  Result await(long nanos) throws TimeoutException {
    try {
      return result.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      giveUp();
      throw new GuestInterrupted();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a plugin call completes with a result only", e);
    }
  }

  /** Nobody waits any more: does not start it, or interrupts it. */
  synchronized void giveUp() {
    if (state == State.RUNNING) {
      runner.interrupt();
    } else {
      state = State.DONE;
    }
  }

  /** How many bytes it has allocated since this was first asked. */
  synchronized long allocated() {
    if (runner == null) {
      return 0;
    }
    long allocated = HeapGate.allocatedBy(runner);
    if (allocatedBefore == UNKNOWN) {
      allocatedBefore = allocated;
    }
    return allocated - allocatedBefore;
  }

  /** If it still runs, long after it was given up, its thread is written off. */
  void writeOffIfRunning(String method) {
    Thread stuck;
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      writtenOff = true;
      stuck = runner;
    }
    pool.writeOff(stuck, method);
  }
}
