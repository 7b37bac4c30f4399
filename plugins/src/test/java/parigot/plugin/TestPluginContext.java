package parigot.plugin;

import com.google.protobuf.Message;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** What the runtime would give a plugin, with a time that a test sets and ids that it knows. */
public final class TestPluginContext implements PluginContext {
  private final Config config;
  private final ManualClock clock = new ManualClock();
  private final SplittableRandom seeded = new SplittableRandom(17);

  private final GuestServices guests;

  private final boolean simulated;

  private TestPluginContext(Config config, boolean simulated, GuestServices guests) {
    this.config = config;
    this.simulated = simulated;
    this.guests = guests;
  }

  /** The defaults of the plugin of this name, and over them some lines of HOCON. */
  public static TestPluginContext of(String plugin, String hocon) {
    return new TestPluginContext(
        ConfigFactory.parseString(hocon)
            .withFallback(
                ConfigFactory.parseResources("reference.conf")
                    .getConfig("parigot.plugin-defaults." + plugin)),
        false,
        new NoGuests());
  }

  /** A call of the guest of this name, with room for as much as any guest has. */
  public static Caller caller(String guest) {
    return new Caller(guest, 1, 2, "test.v1.Test", "Test", 3, 4096);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public ManualClock clock() {
    return clock;
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return () -> {
      synchronized (seeded) {
        return seeded.nextLong();
      }
    };
  }

  @Override
  public GuestServices guests() {
    return guests;
  }

  @Override
  public boolean isSimulated() {
    return simulated;
  }

  /** The same in a simulation. */
  public TestPluginContext inSimulation() {
    return new TestPluginContext(config, true, guests);
  }

  /** The same with somebody to call. */
  public TestPluginContext withGuests(GuestServices services) {
    return new TestPluginContext(config, simulated, services);
  }

  private static final class NoGuests implements GuestServices {
    @Override
    public <R extends Message> CompletionStage<R> call(
        String packagePath, String service, String method, Message request, Class<R> type) {
      throw new UnsupportedOperationException("stores call nobody");
    }
  }

  /** A clock that stands still until it is moved. */
  public static final class ManualClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

    public void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the test's clock shows UTC only");
    }
  }
}
