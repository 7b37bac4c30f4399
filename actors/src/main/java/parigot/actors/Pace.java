package parigot.actors;

import java.util.concurrent.ExecutorService;
import parigot.runtime.machine.Time;

/**
 * How the threads of an application go with its time: what is due in it, and, where time passes
 * only once nothing is left to run, what runs.
 */
interface Pace {

  /**
   * What is due in this time.
   *
   * @param name of the thread that waits for it, where there is one
   */
  Deadlines deadlines(String name);

  /** Runs this whenever time has gone on at once. It must be short, not block and not throw. */
  void atEachStep(Runnable look);

  /** This work, which is not done from now on until it has been run. */
  Runnable counted(Runnable work);

  /** What was counted as this. */
  Runnable origin(Runnable counted);

  /** This is never run: nobody is to wait for it. */
  void forget(Runnable counted);

  /** These threads, of which all that they are given is counted. */
  ExecutorService counting(ExecutorService threads);

  /** Of an application with this time. */
  static Pace of(Time time) {
    return time instanceof ManualTime manual ? manual.pace() : OfTheMachine.INSTANCE;
  }

  /** Time goes on by itself: nothing is counted, and a thread waits until something is due. */
  enum OfTheMachine implements Pace {
    INSTANCE;

    @Override
    public Deadlines deadlines(String name) {
      return new Alarm(name);
    }

    @Override
    public void atEachStep(Runnable look) {
      // There are no steps.
    }

    @Override
    public Runnable counted(Runnable work) {
      return work;
    }

    @Override
    public Runnable origin(Runnable counted) {
      return counted;
    }

    @Override
    public void forget(Runnable counted) {
      // Nobody waits for it.
    }

    @Override
    public ExecutorService counting(ExecutorService threads) {
      return threads;
    }
  }
}
