package parigot.kernel.rules;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.NanoTime;
import parigot.kernel.Payload;

/** The timers that guests have set and that are not due. */
final class Timers {
  private final TreeSet<Timer> waiting =
      new TreeSet<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
  private final CallDeadlocks deadlocks;
  private long numbers;

  Timers(CallDeadlocks deadlocks) {
    this.deadlocks = deadlocks;
  }

  /** Timers that are due at the same time go off in the order in which they were set. */
  record Timer(long due, long number, Host host, Id call) {}

  void set(Host host, FromGuest.TimerSet asked, long now) {
    Timer timer = new Timer(NanoTime.after(now, asked.delay()), numbers++, host, asked.call());
    waiting.add(timer);
    host.calls().set(timer);
  }

  void cancel(Host host, Id call) {
    host.calls()
        .removeTimer(call)
        .ifPresent(
            timer -> {
              waiting.remove(timer);
              deadlocks.suspect(host);
            });
  }

  void ended(Host host) {
    host.calls().takeTimers().forEach(waiting::remove);
  }

  void expire(long now, List<Effect> out) {
    while (!waiting.isEmpty() && waiting.first().due() <= now) {
      Timer timer = waiting.pollFirst();
      timer.host().calls().removeTimer(timer.call());
      Event.Resolved resolved =
          new Event.Resolved(timer.call(), Id.TIMER_METHOD, Payload.ABSENT, 0, Optional.empty());
      timer.host().deliver(resolved, out);
      deadlocks.suspect(timer.host());
    }
  }

  OptionalLong nextDeadline() {
    return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.first().due());
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
