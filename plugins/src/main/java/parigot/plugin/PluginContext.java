package parigot.plugin;

import com.typesafe.config.Config;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What the runtime gives a plugin for its life. All of it may be used from any thread. */
public interface PluginContext {

  /** The plugin's own block of the configuration, {@code parigot.plugins.NAME}, with defaults. */
  Config config();

  /** The time. A plugin reads no other clock, so that a test or a replay owns the time. */
  Clock clock();

  /**
   * A time that only goes forward, in nanoseconds, from an origin of its own: for what may take so
   * long and no longer.
   */
  long nanos();

  /** Where ids and chance come from: cryptographic unless the application has a seed. */
  RandomGenerator random();

  /**
   * Whether the application is simulated: one of thousands that this process runs one after the
   * other, in one thread, which nobody from outside can reach. What the settings name as {@link
   * Plugin#stores} is left out of {@link #config} then, as each begins with nothing. A plugin opens
   * no port and may leave what is costly to make to the next one, as good as new.
   */
  default boolean isSimulated() {
    return false;
  }

  /** Calls into the services that guests export. */
  GuestServices guests();
}
