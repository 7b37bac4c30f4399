package parigot.runtime.plugins;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.PluginDispatcher;

/** A call of a plugin ends while the guest gives it up, or its thread is written off. */
public final class PluginCallStress {
  private static final int THREADS = 3;

  private PluginCallStress() {}

  /** Runs nothing by itself: the test's own threads do. */
  private static final class NoThreads implements PluginThreads, PluginThreads.Pool {
    private int size;

    @Override
    public Pool pool(String plugin, int threads) {
      size = threads;
      return this;
    }

    @Override
    public void resize(int threads) {
      size = threads;
    }

    @Override
    public void execute(Runnable task) {}

    @Override
    public void takeBack(Runnable task) {}

    @Override
    public int waiting() {
      return 0;
    }

    @Override
    public List<Runnable> close(Duration patience) {
      return List.of();
    }

    @Override
    public void once(String plugin, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void after(long nanos, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void every(long nanos, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /** A method that returns just when somebody else comes to its call. */
  private static final class Method implements PluginCall.Body {
    private volatile boolean comes;

    @Override
    public Message run(PluginCall call) {
      while (!comes) {
        Thread.onSpinWait();
      }
      return Empty.getDefaultInstance();
    }
  }

  private static PluginPool pool(NoThreads threads) {
    return new PluginPool(
        "stress",
        new PluginDispatcher(
            Duration.ofSeconds(1), THREADS, 1, THREADS, Duration.ofSeconds(1), false),
        threads,
        Time.ofThisMachine());
  }

  /** Whether it was too late, whether it was given up, whether its thread stays interrupted. */
  @JCStressTest
  @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "It has ended in time.")
  @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "It was given up while it ran.")
  @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "It was given up, never begun.")
  @State
  public static class ACallEndsInTimeOrIsGivenUp {
    private final PluginPool pool = pool(new NoThreads());
    private boolean late;
    private final Method method = new Method();
    private final PluginCall call = new PluginCall(method, pool, outcome -> late = true);

    public ACallEndsInTimeOrIsGivenUp() {
      pool.execute(call);
    }

    @Actor
    public void plugin(ZZZ_Result seen) {
      call.run();
      seen.r1 = late;
      seen.r3 = Thread.interrupted();
    }

    @Actor
    public void guest(ZZZ_Result seen) {
      method.comes = true;
      seen.r2 = call.giveUp();
    }

    @Arbiter
    public void afterwards(ZZZ_Result seen) {
      // What was given up without being late has never begun, and what was not is there.
      boolean neverBegan = seen.r2 && !seen.r1;
      if (call.neverBegan() != neverBegan || call.result().isDone() == neverBegan) {
        throw new IllegalStateException("the call says another thing of itself");
      }
    }
  }

  /** How many threads there are, how many calls find a place, whether one was written off. */
  @JCStressTest
  @Outcome(id = "3, 4, false", expect = ACCEPTABLE, desc = "It came back before.")
  @Outcome(id = "3, 4, true", expect = ACCEPTABLE, desc = "It was replaced, and came back.")
  @State
  public static class AThreadThatComesBackGivesItsPlaceBack {
    private final NoThreads threads = new NoThreads();
    private final PluginPool pool = pool(threads);
    private final Method method = new Method();
    private final PluginCall call = new PluginCall(method, pool, outcome -> {});

    public AThreadThatComesBackGivesItsPlaceBack() {
      pool.execute(call);
    }

    @Actor
    public void plugin() {
      call.run();
    }

    @Actor
    public void watches() {
      method.comes = true;
      call.writeOffIfRunning("stress");
    }

    private int places() {
      int places = 0;
      try {
        while (true) {
          pool.execute(call);
          places++;
        }
      } catch (RejectedExecutionException e) {
        return places;
      }
    }

    @Arbiter
    public void afterwards(IIZ_Result seen) {
      seen.r1 = threads.size;
      seen.r2 = places();
      seen.r3 = pool.writtenOff() > 0;
    }
  }
}
