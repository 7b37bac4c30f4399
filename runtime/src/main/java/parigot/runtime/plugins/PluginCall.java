package parigot.runtime.plugins;

import com.google.protobuf.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import parigot.plugin.ServiceError;
import parigot.runtime.machine.HeapGate;
import parigot.runtime.machine.ProcessorTime;
import parigot.wasm.GuestInterrupted;

/**
 * One call of a plugin's method: run by a thread of its pool, waited for by the guest's. It either
 * ends in time or is given up, whichever comes first; an interrupt reaches the thread only while
 * this very call runs on it.
 */
final class PluginCall implements Runnable {

  /** How a call ended: with a response, an error of the service, or something the plugin threw. */
  sealed interface Result {
    /** What these cases make of this kind. */
    <T> T giveTo(Cases<T> cases);
  }

  /** What is made of each kind of end. */
  interface Cases<T> {
    T response(Message message);

    T failure(ServiceError error);

    T thrown(Throwable cause);
  }

  record Response(Message message) implements Result {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.response(message);
    }
  }

  record Failure(ServiceError error) implements Result {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.failure(error);
    }
  }

  record Thrown(Throwable cause) implements Result {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.thrown(cause);
    }
  }

  /** The method, with its request. */
  @FunctionalInterface
  interface Body {
    Message run(PluginCall call) throws ServiceError;
  }

  private enum State {
    WAITING,
    RUNNING,
    DONE
  }

  private static final long UNKNOWN = -1;

  private final Body body;
  private final PluginPool pool;
  private final Consumer<Result> late;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private State state = State.WAITING;
  private Thread runner;
  private boolean began;
  private boolean inTime;
  private boolean givenUp;
  private boolean replaced;
  private long allocatedBefore = UNKNOWN;

  /**
   * A call that is not yet under way.
   *
   * @param late told, on the thread that ran it, of what came of it after it was given up
   */
  PluginCall(Body body, PluginPool pool, Consumer<Result> late) {
    this.body = body;
    this.pool = pool;
    this.late = late;
  }

  @Override
  public void run() {
    synchronized (this) {
      if (state == State.DONE) {
        return;
      }
      state = State.RUNNING;
      began = true;
      runner = Thread.currentThread();
    }
    pool.began(this);
    Result outcome;
    try {
      outcome = new Response(body.run(this));
    } catch (ServiceError e) {
      outcome = new Failure(e);
    } catch (Throwable e) {
      outcome = new Thrown(e);
    }
    if (!endsInTime()) {
      late.accept(outcome);
    }
    boolean wasReplaced;
    synchronized (this) {
      state = State.DONE;
      runner = null;
      wasReplaced = replaced;
      // An interrupt that came for this call must not reach the next one on this thread.
      boolean unused = Thread.interrupted();
    }
    pool.ended(this);
    if (wasReplaced) {
      pool.cameBack();
    }
    result.complete(outcome);
  }

  private synchronized boolean endsInTime() {
    inTime = !givenUp;
    boolean unusedWasForTheMethod = Thread.interrupted();
    return inTime;
  }

  /** Completes when it has ended, given up or not; never when it was given up before it began. */
  CompletableFuture<Result> result() {
    return result;
  }

  /**
   * Waits for the end of the call, on the guest's thread.
   *
   * @param nanos how long the call may take
   * @throws TimeoutException when it takes longer; it is given up then
   * @throws GuestInterrupted when the guest is being ended meanwhile; it is given up then
   */
  Result await(long nanos) throws TimeoutException {
    try {
      return awaitEnd(nanos);
    } catch (TimeoutException e) {
      if (giveUp()) {
        throw e;
      }
      return result.join();
    } catch (InterruptedException e) {
      if (giveUp()) {
        throw new GuestInterrupted();
      }
      Thread.currentThread().interrupt();
      return result.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a plugin call completes with a result only", e);
    }
  }

  private Result awaitEnd(long nanos)
      throws TimeoutException, InterruptedException, ExecutionException {
    long half = nanos / 2;
    try {
      return pool.time().await(result, half);
    } catch (TimeoutException e) {
      // Only a call that takes long is worth the question of what it is at.
      PluginTime time = new PluginTime(nanos, half, pool.time()::nanos, processor());
      look(time);
      long wait = nanos - half;
      while (true) {
        try {
          return pool.time().await(result, wait);
        } catch (TimeoutException over) {
          if (look(time)) {
            throw over;
          }
          wait = Math.max(1, nanos / 10);
        }
      }
    }
  }

  /** Where time stands still while a plugin computes, the clock alone decides. */
  private ToLongFunction<Thread> processor() {
    return pool.time().passesByItself() ? ProcessorTime::of : thread -> ProcessorTime.UNKNOWN;
  }

  /** Whether its time is over. */
  private synchronized boolean look(PluginTime time) {
    return switch (state) {
      case WAITING -> time.isOverForOneThatWaits(pool.isBusy());
      case RUNNING -> time.isOverFor(runner);
      case DONE -> false;
    };
  }

  /** Whether it was given up before a thread began it. */
  synchronized boolean neverBegan() {
    return givenUp && !began;
  }

  /**
   * Nobody waits any more: does not start it, or interrupts it.
   *
   * @return false when it has ended in time, and its result is there or about to be
   */
  synchronized boolean giveUp() {
    if (inTime) {
      return false;
    }
    givenUp = true;
    if (state == State.RUNNING) {
      runner.interrupt();
    } else if (state == State.WAITING) {
      state = State.DONE;
      pool.forget(this);
    }
    return true;
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
    PluginPool.WrittenOff writtenOff;
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      // While its end must wait, so that a place that is taken for it is given back.
      writtenOff = pool.writeOff(runner);
      replaced = writtenOff.replaced();
    }
    pool.log(writtenOff, method);
  }
}
