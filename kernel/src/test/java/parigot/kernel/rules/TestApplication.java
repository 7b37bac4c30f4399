package parigot.kernel.rules;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import parigot.kernel.Admission;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.KernelSettings;
import parigot.kernel.Nodes;
import parigot.kernel.RestartPolicy;
import parigot.kernel.guest.Directory;
import parigot.v1.host.PeerMessage;

/**
 * A kernel with its guests, all in one thread: what a guest says reaches the kernel before its
 * system call returns, effects are carried out at once, and time passes when the test says so.
 */
final class TestApplication {
  static final KernelSettings SETTINGS = KernelSettings.defaults();

  final Kernel kernel;
  final Directory directory;
  final List<Effect> effects = new ArrayList<>();
  private final Map<Id, TestGuest> guests = new LinkedHashMap<>();
  private final List<TestGuest> startedAgain = new ArrayList<>();
  private final Queue<TestGuest> toEnd = new ArrayDeque<>();
  private long now;
  private boolean carryingOut;

  /** Whether a guest that is told to stop, or is killed, ends. */
  boolean obedient = true;

  /** Takes what other nodes are told. */
  BiConsumer<String, PeerMessage> toOthers =
      (node, message) -> {
        throw new AssertionError("There is no node " + node);
      };

  /** Whether nothing is ever under way when the application is to end. */
  boolean drainsAtOnce = true;

  TestApplication() {
    this(SETTINGS, 1);
  }

  TestApplication(KernelSettings settings, long seed) {
    this(settings, Nodes.NONE, seed);
  }

  TestApplication(KernelSettings settings, Nodes nodes, long seed) {
    directory = new Directory(nodes.preferLocal());
    kernel = new Kernel(settings, nodes, new SplittableRandom(seed)::nextLong, this::currentCall);
  }

  static GuestSpec spec(String name, GuestKind kind) {
    return new GuestSpec(name, 1, 1, kind, GuestSpec.LEAST_CAPACITY, 10_000, 10_000);
  }

  /** A server that may register so many services. */
  static GuestSpec spec(String name, int services) {
    return new GuestSpec(
        name,
        1,
        1,
        GuestKind.SERVER,
        GuestSpec.LEAST_CAPACITY,
        10_000,
        10_000,
        services,
        RestartPolicy.NEVER);
  }

  TestGuest server(String name) {
    return admit(spec(name, GuestKind.SERVER));
  }

  TestGuest main(String name) {
    return admit(spec(name, GuestKind.MAIN));
  }

  TestGuest admit(GuestSpec spec) {
    List<Effect> out = new ArrayList<>();
    Admission admission = kernel.admit(spec, out);
    TestGuest guest = new TestGuest(this, admission);
    guests.put(guest.host, guest);
    effects.addAll(out);
    out.forEach(this::carryOut);
    return guest;
  }

  private Id currentCall(Id host) {
    return guests.get(host).current;
  }

  TestApplication start() {
    return input(out -> kernel.start(now, out));
  }

  void said(TestGuest guest, FromGuest what) {
    input(out -> kernel.handle(guest.host, what, now, out));
  }

  TestApplication end(TestGuest guest, Ending how) {
    guest.alive = false;
    return input(out -> kernel.ended(guest.host, how, now, out));
  }

  TestApplication shutdown(int code) {
    return input(out -> kernel.shutdown(code, out));
  }

  TestApplication linked(String node) {
    return input(out -> kernel.linked(node, now, out));
  }

  TestApplication lost(String node, Set<Id> unwritten) {
    return input(out -> kernel.lost(node, "the cable is cut", unwritten, now, out));
  }

  TestApplication heard(String node, PeerMessage said, Duration age) {
    return input(out -> kernel.heard(node, said, age.toNanos(), now, out));
  }

  TestApplication replace(TestGuest guest) {
    return input(out -> kernel.replace(guest.spec, now, out));
  }

  boolean runs(TestGuest guest) {
    return kernel.runs(guest.spec);
  }

  /** Lets time pass, with a tick whenever the kernel wants one. */
  TestApplication pass(Duration duration) {
    long end = now + duration.toNanos();
    for (OptionalLong next = kernel.nextDeadline();
        next.isPresent() && next.getAsLong() <= end;
        next = kernel.nextDeadline()) {
      now = Math.max(now, next.getAsLong());
      input(out -> kernel.tick(now, out));
      if (kernel.nextDeadline().equals(next)) {
        throw new AssertionError("A tick left its deadline standing: " + next);
      }
    }
    now = end;
    return this;
  }

  /** The plugins say that nothing is under way any more. */
  TestApplication drained() {
    return input(out -> kernel.drained(now, out));
  }

  long now() {
    return now;
  }

  private interface Input {
    void into(List<Effect> out);
  }

  private TestApplication input(Input input) {
    List<Effect> out = new ArrayList<>();
    input.into(out);
    effects.addAll(out);
    out.forEach(this::carryOut);
    if (drainsAtOnce && out.contains(new Effect.Drain())) {
      drained();
    }
    if (!carryingOut) {
      carryingOut = true;
      for (TestGuest next = toEnd.poll(); next != null; next = toEnd.poll()) {
        if (next.alive) {
          end(next, new Ending.Stopped());
        }
      }
      carryingOut = false;
    }
    return this;
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Listed listed) {
      directory.apply(listed.change());
    } else if (effect instanceof Effect.Deliver delivery) {
      TestGuest guest = guests.get(delivery.host());
      if (!guest.alive) {
        throw new AssertionError("An event for a guest that has ended: " + delivery);
      }
      guest.inbox.add(delivery.event());
    } else if (effect instanceof Effect.Tell tell) {
      toOthers.accept(tell.node(), tell.message());
    } else if (effect instanceof Effect.StartAgain again) {
      startedAgain.add(admit(again.guest()));
    } else if (obedient && effect instanceof Effect.Stop stop) {
      toEnd.add(guests.get(stop.host()));
    } else if (obedient && effect instanceof Effect.Kill kill) {
      toEnd.add(guests.get(kill.host()));
    }
  }

  List<String> reports(Effect.Severity severity) {
    return effects.stream()
        .filter(Effect.Report.class::isInstance)
        .map(Effect.Report.class::cast)
        .filter(report -> report.severity() == severity)
        .map(Effect.Report::sentence)
        .toList();
  }

  /** The guests that the kernel had started again, in that order, each as a new guest. */
  List<TestGuest> startedAgain() {
    return startedAgain;
  }

  /** Whom the kernel told to stop, in that order. */
  List<String> stopped() {
    return effects.stream()
        .filter(Effect.Stop.class::isInstance)
        .map(stop -> guests.get(((Effect.Stop) stop).host()).label)
        .toList();
  }

  List<String> killed() {
    return effects.stream()
        .filter(Effect.Kill.class::isInstance)
        .map(kill -> guests.get(((Effect.Kill) kill).host()).label)
        .toList();
  }

  boolean hasBegun() {
    return effects.contains(new Effect.Begin());
  }

  boolean allLaunched() {
    return effects.contains(new Effect.AllLaunched());
  }

  OptionalInt endedWith() {
    Optional<Effect> end =
        effects.stream().filter(Effect.ApplicationEnded.class::isInstance).findFirst();
    return end.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(((Effect.ApplicationEnded) end.get()).code());
  }
}
