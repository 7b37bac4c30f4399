package parigot.wasm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A clock and a random source whose time passes only when somebody asks for it or sleeps. */
final class TestClockAndRandom implements ClockAndRandom {
  static final Instant BEGINNING = Instant.parse("2026-11-24T08:00:00Z");

  final List<Duration> sleeps = new ArrayList<>();
  private final Random random;
  private long nanos;

  TestClockAndRandom(long seed) {
    random = new Random(seed);
  }

  @Override
  public Instant now() {
    return BEGINNING.plusNanos(monotonicNanos());
  }

  @Override
  public long monotonicNanos() {
    nanos += 1_000;
    return nanos;
  }

  @Override
  public void sleep(Duration time) {
    sleeps.add(time);
    nanos += time.toNanos();
  }

  @Override
  public void random(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
