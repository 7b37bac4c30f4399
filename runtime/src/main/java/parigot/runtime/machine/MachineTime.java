package parigot.runtime.machine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time as the machine has it. */
final class MachineTime implements Time {
  static final MachineTime INSTANCE = new MachineTime();

  private final long origin = System.nanoTime();
  private final Clock clock = Clock.systemUTC();

  private MachineTime() {}

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
