package parigot.wasm;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The world as it is: the one place of this module that reads a clock or a random source. */
final class MachineWorld implements World {
  static final MachineWorld INSTANCE = new MachineWorld();

  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();

  private MachineWorld() {}

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
