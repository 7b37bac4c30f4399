package parigot.guest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import parigot.kernel.Admission;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.KernelSettings;
import parigot.kernel.guest.Directory;
import parigot.kernel.rules.Kernel;

/**
 * An application in one thread: the real kernel, and guests that are plain Java. Time passes when
 * the test says so, and nothing waits.
 */
final class OneThread {
  private static final int LARGE_EVENTS = 4 << 20;
  private static final int MANY_CALLS = 20_000;

  final Kernel kernel;
  final Directory directory = new Directory();
  final List<String> reports = new ArrayList<>();
  private final Map<parigot.kernel.Id, PlainGuest> guests = new LinkedHashMap<>();
  private final Queue<PlainGuest> toStop = new ArrayDeque<>();
  private OptionalInt endedWith = OptionalInt.empty();
  private long now;
  private boolean pumping;

  OneThread() {
    kernel =
        new Kernel(
            KernelSettings.defaults(),
            new SplittableRandom(1)::nextLong,
            host -> guests.get(host).current);
  }

  PlainGuest server(Guest.Builder program) {
    return admit("server", GuestKind.SERVER, program);
  }

  PlainGuest main(Guest.Builder program) {
    return admit("main", GuestKind.MAIN, program);
  }

  private PlainGuest admit(String name, GuestKind kind, Guest.Builder program) {
    GuestSpec spec =
        new GuestSpec(name + (guests.size() + 1), 1, 1, kind, LARGE_EVENTS, MANY_CALLS, MANY_CALLS);
    List<Effect> out = new ArrayList<>();
    Admission admission = kernel.admit(spec, out);
    PlainGuest guest = new PlainGuest(this, admission, guests.size(), program);
    guests.put(guest.id, guest);
    out.forEach(this::carryOut);
    return guest;
  }

  /** Starts all guests, and works on events until there are none. */
  OneThread start() {
    input(out -> kernel.start(now, out));
    guests.values().forEach(PlainGuest::start);
    pump();
    return this;
  }

  /** Lets time pass, and whatever happens meanwhile happen. */
  OneThread pass(Duration duration) {
    long end = now + duration.toNanos();
    for (OptionalLong next = kernel.nextDeadline();
        next.isPresent() && next.getAsLong() <= end;
        next = kernel.nextDeadline()) {
      now = Math.max(now, next.getAsLong());
      input(out -> kernel.tick(now, out));
      pump();
    }
    now = end;
    return this;
  }

  /** Ends a guest as if it had trapped. */
  void trap(PlainGuest guest) {
    end(guest, new Ending.Failed("it trapped"));
    pump();
  }

  /** The application's exit code, if it is over. */
  OptionalInt endedWith() {
    return endedWith;
  }

  long now() {
    return now;
  }

  void said(PlainGuest guest, FromGuest what) {
    input(out -> kernel.handle(guest.id, what, now, out));
  }

  void end(PlainGuest guest, Ending how) {
    if (guest.alive) {
      guest.alive = false;
      input(out -> kernel.ended(guest.id, how, now, out));
    }
  }

  /** Delivers events until nobody has any. */
  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    boolean any = true;
    while (any) {
      any = false;
      for (PlainGuest guest : List.copyOf(guests.values())) {
        any |= guest.workOnEvents();
      }
      if (!any && !toStop.isEmpty()) {
        any = true;
        end(toStop.remove(), new Ending.Stopped());
      }
    }
    pumping = false;
  }

  private void input(Consumer<List<Effect>> input) {
    List<Effect> effects = new ArrayList<>();
    input.accept(effects);
    effects.forEach(this::carryOut);
    if (effects.contains(new Effect.Drain())) {
      input(out -> kernel.drained(now, out));
    }
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Listed listed) {
      directory.apply(listed.change());
    } else if (effect instanceof Effect.Deliver delivery) {
      guests.get(delivery.host()).inbox.add(delivery.event());
    } else if (effect instanceof Effect.Stop stop) {
      toStop.add(guests.get(stop.host()));
    } else if (effect instanceof Effect.Kill kill) {
      end(guests.get(kill.host()), new Ending.Stopped());
    } else if (effect instanceof Effect.ApplicationEnded ended) {
      endedWith = OptionalInt.of(ended.code());
    } else if (effect instanceof Effect.Report report) {
      reports.add(report.sentence());
    }
  }
}
