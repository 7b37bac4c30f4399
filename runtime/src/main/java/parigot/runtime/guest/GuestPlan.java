package parigot.runtime.guest;

import java.time.ZoneId;
import java.util.function.IntFunction;
import parigot.kernel.Budgets;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.runtime.machine.Randomness;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.GuestSettings;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.GuestShape;

/**
 * All that is settled about a guest before it starts.
 *
 * @param clocksAndRandom the guest's time and chance, by how often it was started before
 */
public record GuestPlan(
    GuestSpec spec,
    GuestSettings settings,
    GuestCode code,
    IntFunction<ClockAndRandom> clocksAndRandom,
    ZoneId timezone) {

  /** A plan for a guest whose time and chance are of these. */
  public static GuestPlan in(
      Randomness randomness,
      Time time,
      GuestSpec spec,
      GuestSettings settings,
      GuestCode code,
      ZoneId timezone) {
    return new GuestPlan(
        spec,
        settings,
        code,
        starts -> randomness.clockAndRandomOf(time, spec.label(), starts),
        timezone);
  }

  /** The same guest, whose code makes instances by the thousand on one thread. */
  public GuestPlan forManyInstances() {
    return new GuestPlan(spec, settings, code.forManyInstances(), clocksAndRandom, timezone);
  }

  /** The same guest with other time and chance. */
  public GuestPlan in(Randomness randomness, Time time) {
    return in(randomness, time, spec, settings, code, timezone);
  }

  /** What the kernel is told of an instance of a guest with this code. */
  public static GuestSpec spec(GuestSettings guest, int instance, GuestCode code) {
    return new GuestSpec(
        guest.name(),
        instance,
        guest.instances(),
        guest.kind() == GuestSettings.Kind.SERVER ? GuestKind.SERVER : GuestKind.MAIN,
        code.takesLargeMessages() ? guest.messageLimit() : GuestSpec.LEAST_CAPACITY,
        guest.callsInFlight(),
        guest.mailbox(),
        guest.services(),
        new Budgets(guest.namesMemory(), guest.callsInFlightMemory(), guest.mailboxMemory()),
        guest.grants(),
        guest.callTimeouts().patient(code.shape() == GuestShape.REACTOR),
        guest.restart(),
        code.fingerprint());
  }

  /** The same guest with other code. */
  public GuestPlan with(GuestCode other) {
    GuestCode next = code.replacedBy(other);
    return new GuestPlan(
        spec(settings, spec.instance(), next), settings, next, clocksAndRandom, timezone);
  }

  /** The guest's name in the log and in the actor tree: with a number where it has instances. */
  public String label() {
    return spec.label();
  }

  /** Whether its standard output is the process's. A server's goes into the log. */
  boolean ownsStandardOutput() {
    return settings.kind() != GuestSettings.Kind.SERVER;
  }
}
