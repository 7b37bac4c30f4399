package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import parigot.kernel.Admission;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.RestartPolicy;
import parigot.kernel.ServiceName;
import parigot.kernel.guest.Directory;

/**
 * An application whose guests do at random whatever guests may do, in any order, while what they
 * say is under way to the kernel, guests die and are started again, and time passes. Everything
 * comes from one seed. Along the way it checks what must hold after every step.
 */
final class RandomApplication {
  /** More and less than what the application says. */
  static final int LONGEST_CALL_MILLIS = 5_000;

  private static final int STEPS_A_GUEST = 50;

  final List<Effect> effects = new ArrayList<>();
  final Kernel kernel;
  final RecordedInputs recorded = new RecordedInputs();
  private final Directory directory = new Directory();
  private final SplittableRandom random;
  private final List<RandomGuest> living = new ArrayList<>();
  private final Map<Id, RandomGuest> byHost = new HashMap<>();
  private final Map<String, RandomGuest> latest = new HashMap<>();
  private final Set<Id> ids = new HashSet<>();
  private final Set<RandomGuest> told = new LinkedHashSet<>();
  private final RunningServices running = new RunningServices();
  private final int names;
  private long now;
  private boolean ending;
  private boolean draining;
  private int drains;
  private int ends;
  int restarts;
  int withdrawals;

  RandomApplication(long seed, int services) {
    random = new SplittableRandom(seed);
    kernel =
        new Kernel(
            TestApplication.SETTINGS,
            recorded.ids(random.split()::nextLong),
            recorded.currentCalls(host -> byHost.get(host).current));
    names = Math.max(1, services);
    for (int left = services, n = 0; left > 0; n++) {
      int of = Math.min(left, 1 + random.nextInt(3));
      left -= of;
      admit("g" + n, random.nextInt(4) == 0 ? GuestKind.MAIN : GuestKind.SERVER, of);
    }
  }

  private void admit(String name, GuestKind kind, int services) {
    int mailbox = random.nextInt(5) == 0 ? 2 : 1000;
    int inFlight = random.nextInt(5) == 0 ? 3 : 1000;
    RestartPolicy restart =
        new RestartPolicy(
            random.nextBoolean() ? RestartPolicy.When.ON_FAILURE : RestartPolicy.When.ALWAYS,
            Duration.ofMillis(5),
            Duration.ofMillis(random.nextInt(5, 50)),
            1 + random.nextInt(4),
            Duration.ofMillis(100));
    admit(
        new GuestSpec(
                name, 1, 1, kind, 4096, inFlight, mailbox, GuestSpec.DEFAULT_SERVICES, restart)
            .with(timeouts()),
        services);
  }

  private CallTimeouts timeouts() {
    Optional<Duration> toGuest =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(random.nextInt(1, LONGEST_CALL_MILLIS)));
    return new CallTimeouts(random.nextBoolean(), toGuest, Map.of());
  }

  private void admit(GuestSpec spec, int services) {
    List<Effect> out = new ArrayList<>();
    recorded.add((kernel, at, effects) -> kernel.admit(spec, effects), now);
    Admission admission = kernel.admit(spec, out);
    effects.addAll(out);
    out.forEach(effect -> directory.apply(((Effect.Listed) effect).change()));
    Id host = admission.host();
    assertNew(host);
    RandomGuest guest = new RandomGuest(admission, directory, services, names, random.split());
    byHost.put(host, guest);
    living.add(guest);
    RandomGuest before = latest.put(spec.name(), guest);
    if (before != null) {
      guest.previousIds.addAll(before.previousIds);
      guest.previousIds.addAll(before.ownIds());
    }
  }

  void run() {
    input((kernel, at, out) -> kernel.start(at, out));
    int steps = STEPS_A_GUEST * living.size();
    for (int i = 0; i < steps && !living.isEmpty(); i++) {
      step();
    }
    everybodyAnswers();
    end();
  }

  private void step() {
    RandomGuest guest = living.get(random.nextInt(living.size()));
    int what = random.nextInt(1000);
    if (what < 550) {
      guest.act();
    } else if (what < 940) {
      hear(guest);
    } else if (what < 980) {
      pass(random.nextInt(90));
    } else if (what < 990) {
      obey();
    } else if (what < 996) {
      if (guest.hasStarted() || random.nextInt(20) == 0) {
        die(guest);
      }
    } else if (what == 999 && random.nextInt(20) == 0) {
      input((kernel, at, out) -> kernel.shutdown(0, out));
    } else if (draining) {
      drained();
    }
  }

  /** The kernel takes the next thing that this guest said. */
  private void hear(RandomGuest guest) {
    FromGuest said = guest.said.poll();
    if (said == null) {
      return;
    }
    running.heard(said, ending);
    if (said instanceof FromGuest.Registered made && !guest.previousIds.contains(made.service())) {
      assertNew(made.service());
    } else if (said instanceof FromGuest.Bound bound
        && !guest.previousIds.contains(bound.method())) {
      assertNew(bound.method());
    }

    if (said instanceof FromGuest.Withdrawn withdrawn) {
      guest.withdrawn(withdrawn.call());
      withdrawals++;
    }
    input((kernel, at, out) -> kernel.handle(guest.host, said, at, out));
  }

  private void assertNew(Id id) {
    if (!ids.add(id)) {
      throw new AssertionError("An id that another thing has had: " + id);
    }
  }

  private void pass(int millis) {
    long end = now + Duration.ofMillis(millis).toNanos();
    for (OptionalLong next = kernel.nextDeadline();
        next.isPresent() && next.getAsLong() <= end;
        next = kernel.nextDeadline()) {
      now = Math.max(now, next.getAsLong());
      input((kernel, at, out) -> kernel.tick(at, out));
    }
    now = end;
  }

  /** Some guest that the kernel has told to end does so. */
  private void obey() {
    told.stream().findFirst().ifPresent(guest -> end(guest, new Ending.Stopped()));
  }

  private void die(RandomGuest guest) {
    Ending how =
        random.nextBoolean()
            ? new Ending.Failed("it trapped.")
            : new Ending.Exited(random.nextInt(300) - 5);
    end(guest, how);
  }

  private void end(RandomGuest guest, Ending how) {
    while (!guest.said.isEmpty()) {
      hear(guest);
    }
    guest.alive = false;
    living.remove(guest);
    told.remove(guest);
    running.ended(guest);
    input((kernel, at, out) -> kernel.ended(guest.host, how, at, out));
  }

  /** All guests say what they have to say, and every call comes to its end. */
  private void everybodyAnswers() {
    hearAll();
    pass(LONGEST_CALL_MILLIS);
    hearAll();
    for (RandomGuest guest : living) {
      guest.readAll();
      assertThat(guest.open).as("calls of %s that never ended", guest.spec.name()).isEmpty();
      assertThat(guest.withdrawn).as("what %s withdrew", guest.spec.name()).isEmpty();
    }
    assertThat(kernel.calls(now)).isEmpty();
  }

  private void hearAll() {
    for (RandomGuest guest : List.copyOf(living)) {
      while (guest.alive && !guest.said.isEmpty()) {
        hear(guest);
      }
    }
  }

  private void end() {
    input((kernel, at, out) -> kernel.shutdown(0, out));
    if (draining) {
      drained();
    }
    for (int rounds = 0; !living.isEmpty(); rounds++) {
      assertThat(rounds).as("rounds of stopping").isLessThan(1000);
      hearAll();
      if (told.isEmpty()) {
        pass(1000);
      }
      while (!told.isEmpty()) {
        obey();
      }
    }
    assertThat(drains).as("how often it drained").isEqualTo(1);
    assertThat(ends).as("ends of the application").isEqualTo(1);
    assertThat(kernel.isEmpty()).as("nothing is left").isTrue();
    assertThat(directory.isEmpty()).as("nothing is listed").isTrue();
    assertThat(kernel.nextDeadline()).isEmpty();
  }

  private void drained() {
    draining = false;
    ending = true;
    input((kernel, at, out) -> kernel.drained(at, out));
  }

  private void input(RecordedInputs.Input input) {
    List<Effect> out = new ArrayList<>();
    recorded.add(input, now);
    input.into(kernel, now, out);
    effects.addAll(out);
    for (Effect effect : out) {
      if (ends > 0) {
        throw new AssertionError("An effect after the end: " + effect);
      }
      if (effect instanceof Effect.Listed listed) {
        directory.apply(listed.change());
      } else if (effect instanceof Effect.Deliver delivery) {
        RandomGuest guest = byHost.get(delivery.host());
        if (!guest.alive) {
          throw new AssertionError("An event for a guest that has ended: " + delivery);
        }
        if (delivery.event() instanceof Event.Resolved resolved) {
          guest.resolved(resolved);
          running.resolved(guest, resolved);
        }
        if (delivery.event() instanceof Event.Over over) {
          guest.over(over);
        }
        guest.inbox.add(delivery.event());
      } else if (effect instanceof Effect.Stop stop) {
        ending = true;
        told.add(byHost.get(stop.host()));
      } else if (effect instanceof Effect.StartAgain again) {
        admit(again.guest(), latest.get(again.guest().name()).services);
        restarts++;
      } else if (effect instanceof Effect.Kill kill) {
        told.add(byHost.get(kill.host()));
      } else if (effect instanceof Effect.Drain) {
        draining = true;
        drains++;
      } else if (effect instanceof Effect.ApplicationEnded) {
        ending = true;
        ends++;
      }
    }
    ending |=
        out.stream()
            .anyMatch(e -> e instanceof Effect.Deliver d && d.event() instanceof Event.Exit);
  }

  /** Which services run by the rules, as far as the kernel has heard. */
  private static final class RunningServices {
    private final Map<Id, Set<ServiceName>> exports = new LinkedHashMap<>();
    private final Map<Id, Set<ServiceName>> requires = new HashMap<>();
    private final Map<Id, Id> launches = new HashMap<>();
    private final Set<Id> running = new HashSet<>();

    void heard(FromGuest said, boolean ending) {
      if (ending) {
        return;
      }
      if (said instanceof FromGuest.Registered made) {
        exports.put(made.service(), new HashSet<>());
        requires.put(made.service(), new HashSet<>());
      } else if (said instanceof FromGuest.Exported exported) {
        exports.get(exported.service()).addAll(exported.names());
      } else if (said instanceof FromGuest.Required required) {
        requires.get(required.service()).addAll(required.names());
      } else if (said instanceof FromGuest.LaunchAsked asked) {
        launches.put(asked.call(), asked.service());
      }
    }

    void resolved(RandomGuest guest, Event.Resolved resolved) {
      Id service = launches.get(resolved.call());
      if (service != null && resolved.error() == 0) {
        Set<ServiceName> provided = new HashSet<>();
        running.forEach(id -> provided.addAll(exports.get(id)));
        assertThat(provided)
            .as("what runs when %s launches", guest.spec.name())
            .containsAll(requires.get(service));
        running.add(service);
      }
    }

    void ended(RandomGuest guest) {
      running.removeAll(guest.ownIds());
    }
  }
}
