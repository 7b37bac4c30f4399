package parigot.wasm;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks and random source: the one place of this module that reads a clock or a
 * random source.
 */
final class MachineClockAndRandom implements ClockAndRandom {
  static final MachineClockAndRandom INSTANCE = new MachineClockAndRandom();

  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  private MachineClockAndRandom() {}

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  @Override
  public void random(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
