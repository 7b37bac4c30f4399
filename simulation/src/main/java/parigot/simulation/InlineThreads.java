package parigot.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import parigot.runtime.plugins.PluginThreads;

/** Runs what plugins do at once, on the thread that asks; what comes later is on the agenda. */
final class InlineThreads implements PluginThreads {
  private final VirtualTime time;
  private final Agenda agenda;
  private final Predicate<String> loses;

  /**
   * @param loses asked before each call of a plugin, by its name: whether it is never begun
   */
  InlineThreads(VirtualTime time, Agenda agenda, Predicate<String> loses) {
    this.time = time;
    this.agenda = agenda;
    this.loses = loses;
  }

  @Override
  public PluginThreads.Pool pool(String plugin, int size) {
    return new Pool(plugin, loses);
  }

  @Override
  public void once(String plugin, Runnable task) {
    task.run();
  }

  @Override
  public void after(long nanos, Runnable action) {
    Agenda.Line line = agenda.line();
    line.send(time.nanos() + nanos, action);
    line.close();
  }

  /** What is done for ever would keep the simulation from its end, and is for other threads. */
  @Override
  public void every(long nanos, Runnable action) {
    // The one that looks how full the heap is: there is no other thread that could fill it.
  }

  @Override
  public boolean areSimulated() {
    return true;
  }

  @Override
  public void close() {
    // There are none.
  }

  private record Pool(String plugin, Predicate<String> loses) implements PluginThreads.Pool {
    /** What is not begun here is never begun: who waits for it gives it up. */
    @Override
    public void execute(Runnable task) {
      if (!loses.test(plugin)) {
        task.run();
      }
    }

    @Override
    public void takeBack(Runnable task) {
      // Nothing waits here.
    }

    @Override
    public int waiting() {
      return 0;
    }

    @Override
    public void resize(int size) {
      // There is one thread, always.
    }

    @Override
    public List<Runnable> close(Duration patience) {
      return List.of();
    }
  }
}
