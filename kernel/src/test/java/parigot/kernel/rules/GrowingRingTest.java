package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import parigot.kernel.Ending;
import parigot.kernel.Id;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ResolvedCall;

/**
 * Rings that close step by step, by whatever can close one, once everything has launched: each is
 * found at the step that closes it, and there is never one that is not found.
 */
class GrowingRingTest {
  private static final int NAMES = 8;

  /** One service of the application, as the test knows it. */
  private static final class Planned {
    final TestGuest guest;
    final Set<String> exports = new LinkedHashSet<>();
    final Set<String> requires = new LinkedHashSet<>();
    Id service = Id.EMPTY;
    KernelErr expected = KernelErr.NotReady;
    KernelErr got = KernelErr.NotReady;

    Planned(TestGuest guest) {
      this.guest = guest;
    }

    boolean is(KernelErr state) {
      return guest.alive && expected == state;
    }
  }

  @Property(tries = 5_000)
  void eachIsFoundAtTheStepThatClosesIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int steps) {
    new Run(seed).run(steps);
  }

  /** The application of one try, and what an independent and slower look at it says. */
  private static final class Run {
    private final Random random;
    private final TestApplication application;
    private final List<Planned> services = new ArrayList<>();
    private final List<TestGuest> guests = new ArrayList<>();
    private final Map<Id, Planned> launches = new HashMap<>();
    private int names;

    Run(long seed) {
      random = new Random(seed);
      application = new TestApplication(TestApplication.SETTINGS, seed);
      TestGuest hello = application.main("hello");
      application.start();
      hello.launch(hello.register("hello"));
      assertThat(application.allLaunched()).isTrue();
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        step();
        expectLaunches();
        expectRefusals();
        collect();
        assertThat(services).allSatisfy(s -> assertThat(s.got).isEqualTo(s.expected));
      }
    }

    private void step() {
      int what = random.nextInt(10);
      Planned some = services.isEmpty() ? null : services.get(random.nextInt(services.size()));
      if (some == null || what < 6) {
        launch(new Planned(guest()));
      } else if (what == 6 && some.guest.alive) {
        application.end(some.guest, new Ending.Failed("it trapped."));
        services.removeIf(service -> !service.guest.alive);
        guests.remove(some.guest);
      } else if (what == 7) {
        String name = name();
        some.exports.add(name);
        some.guest.export(some.service, name);
      } else {
        String name = name();
        some.requires.add(name);
        some.guest.require(some.service, name);
      }
    }

    /** A guest that runs something already, so that its end is not the application's. */
    private TestGuest guest() {
      if (!guests.isEmpty() && random.nextBoolean()) {
        return guests.get(random.nextInt(guests.size()));
      }
      TestGuest guest = application.server("g" + names++);
      guest.serve("own.v1.own");
      guests.add(guest);
      return guest;
    }

    private void launch(Planned planned) {
      planned.service = planned.guest.register("s");
      for (int i = random.nextInt(3); i > 0; i--) {
        planned.exports.add(name());
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        planned.requires.add(name());
      }
      planned.guest.export(planned.service, planned.exports.toArray(String[]::new));
      planned.guest.require(planned.service, planned.requires.toArray(String[]::new));
      services.add(planned);
      launches.put(planned.guest.launch(planned.service), planned);
    }

    private String name() {
      return "p%d.v1.s".formatted(random.nextInt(NAMES));
    }

    private List<Planned> exporters(String name, KernelErr state) {
      return services.stream().filter(s -> s.is(state) && s.exports.contains(name)).toList();
    }

    private boolean isMissing(String name) {
      return exporters(name, KernelErr.NoError).isEmpty();
    }

    private void expectLaunches() {
      boolean more = true;
      while (more) {
        more = false;
        for (Planned service : services) {
          if (service.is(KernelErr.NotReady)
              && service.requires.stream().noneMatch(this::isMissing)) {
            service.expected = KernelErr.NoError;
            more = true;
          }
        }
      }
    }

    private void expectRefusals() {
      Set<Planned> stuck = new LinkedHashSet<>(services);
      stuck.removeIf(service -> !service.is(KernelErr.NotReady));
      while (stuck.removeIf(s -> s.requires.stream().noneMatch(n -> isStuck(n, stuck)))) {
        // Once more, for somebody may have been stuck only because of the one that went.
      }
      Set<Planned> inRing = new LinkedHashSet<>(stuck);
      inRing.removeIf(service -> !reachesItself(service, stuck));
      inRing.forEach(service -> service.expected = KernelErr.DependencyCycle);
    }

    private boolean isStuck(String name, Set<Planned> stuck) {
      List<Planned> waiting = exporters(name, KernelErr.NotReady);
      return isMissing(name) && !waiting.isEmpty() && stuck.containsAll(waiting);
    }

    private boolean reachesItself(Planned start, Set<Planned> stuck) {
      Set<Planned> seen = new LinkedHashSet<>();
      Deque<Planned> next = new ArrayDeque<>(List.of(start));
      while (!next.isEmpty()) {
        for (String name : next.pop().requires) {
          if (isStuck(name, stuck)) {
            for (Planned exporter : exporters(name, KernelErr.NotReady)) {
              if (seen.add(exporter)) {
                next.push(exporter);
              }
            }
          }
        }
      }
      return seen.contains(start);
    }

    private void collect() {
      for (TestGuest guest : guests) {
        for (var event = guest.poke(); event.isPresent(); event = guest.poke()) {
          ResolvedCall resolved = event.get().getResolved();
          Planned planned = launches.get(Id.of(resolved.getCallId()));
          if (planned != null) {
            planned.got = KernelErr.forNumber(resolved.getResultError());
          }
        }
      }
    }
  }
}
