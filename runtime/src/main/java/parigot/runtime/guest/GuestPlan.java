package parigot.runtime.guest;

import java.time.ZoneId;
import java.util.function.IntFunction;
import parigot.kernel.GuestSpec;
import parigot.runtime.settings.GuestSettings;
import parigot.wasm.World;

/**
 * All that is settled about a guest before it starts.
 *
 * @param worlds the guest's time and chance, by how often it was started before
 */
public record GuestPlan(
    GuestSpec spec,
    GuestSettings settings,
    GuestCode code,
    IntFunction<World> worlds,
    ZoneId timezone) {

  /** The guest's name in the log and in the actor tree: with a number where it has instances. */
  public String label() {
    return spec.label();
  }

  /** Whether its standard output is the process's. A server's goes into the log. */
  boolean ownsStandardOutput() {
    return settings.kind() != GuestSettings.Kind.SERVER;
  }
}
