package parigot.kernel.rules;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.Id;
import parigot.kernel.ServiceName;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;

/** Random dependency graphs, and what an independent and slower look at them says. */
@Tag("once")
class RandomLaunchTest {

  /** One service of an application, as the test knows it. */
  private static final class Planned {
    final TestGuest guest;
    final Id service;
    final Set<String> exports = new LinkedHashSet<>();
    final Set<String> requires = new LinkedHashSet<>();
    final List<KernelErr> got = new ArrayList<>();

    Planned(TestGuest guest, int number) {
      this.guest = guest;
      this.service = guest.register("s" + number);
    }
  }

  @Property(tries = 5_000)
  void everythingLaunchesInAValidOrderOrAShortestCycleIsReported(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int size) {
    Random random = new Random(seed);
    TestApplication application = new TestApplication(TestApplication.SETTINGS, seed);
    application.obedient = false;
    List<Planned> services = plan(application, random, size);
    application.start();

    List<Planned> order = new ArrayList<>(services);
    Collections.shuffle(order, random);
    Map<Id, Planned> launches = new LinkedHashMap<>();
    for (Planned planned : order) {
      planned.guest.export(planned.service, planned.exports.toArray(String[]::new));
      planned.guest.require(planned.service, planned.requires.toArray(String[]::new));
      launches.put(planned.guest.launch(planned.service), planned);
    }
    assertValidOrder(application, launches);
    collect(services, launches);

    Set<Planned> launchable = launchable(services);
    Set<Planned> waiting = new LinkedHashSet<>(services);
    waiting.removeAll(launchable);
    // From here on, only what is missing.
    launchable.forEach(service -> waiting.forEach(w -> w.requires.removeAll(service.exports)));
    Set<Planned> stuck = stuck(waiting);
    assertThat(with(services, KernelErr.NoError)).isEqualTo(launchable);
    assertThat(application.reports(Effect.Severity.ERROR)).hasSize(stuck.isEmpty() ? 0 : 1);
    assertThat(with(services, KernelErr.DependencyCycle)).isEqualTo(inRing(waiting, stuck));
    assertThat(application.allLaunched()).isEqualTo(waiting.isEmpty());
    if (!stuck.isEmpty()) {
      assertShortestRing(application.reports(Effect.Severity.ERROR).get(0), waiting, stuck);
    }

    application.pass(TestApplication.SETTINGS.launchTimeout());
    collect(services, launches);
    if (stuck.isEmpty()) {
      assertThat(with(services, KernelErr.RunTimeout)).isEqualTo(waiting);
    }
    assertThat(services).allSatisfy(s -> assertThat(s.got).hasSizeLessThanOrEqualTo(1));
    application.obedient = true;
    application.shutdown(0).pass(TestApplication.SETTINGS.exitGrace());
    if (!waiting.isEmpty()) {
      services.forEach(s -> application.end(s.guest, new Ending.Stopped()));
    }
    assertThat(application.endedWith()).hasValue(waiting.isEmpty() ? 0 : 194);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Property(tries = 1_000)
  void thePlanOfAStartIsWhatTheKernelDoes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int size) {
    Random random = new Random(seed);
    TestApplication application = new TestApplication(TestApplication.SETTINGS, seed);
    application.obedient = false;
    List<Planned> services = plan(application, random, size);
    application.start();
    Map<Id, Planned> byId = new LinkedHashMap<>();
    for (Planned planned : services) {
      planned.guest.export(planned.service, planned.exports.toArray(String[]::new));
      planned.guest.require(planned.service, planned.requires.toArray(String[]::new));
      byId.put(planned.service, planned);
    }

    StartPlan plan = StartPlan.of(application.kernel.services());

    Set<Planned> launchable = launchable(services);
    Map<Id, Planned> launches = new LinkedHashMap<>();
    Map<Planned, Integer> levels = new LinkedHashMap<>();
    for (StartPlan.Step step : plan.steps()) {
      Planned planned = byId.get(step.service().id());
      levels.put(planned, step.level());
      if (step.level() != StartPlan.NEVER) {
        launches.put(planned.guest.launch(planned.service), planned);
        collect(services, launches);
        assertThat(planned.got).as("asked in the plan's order").containsExactly(KernelErr.NoError);
      }
    }
    assertThat(launches.values()).containsExactlyInAnyOrderElementsOf(launchable);
    assertThat(plan.isWhole()).isEqualTo(launchable.size() == services.size());
    assertLevelsAreLeast(levels);
    Set<Planned> waiting = new LinkedHashSet<>(services);
    waiting.removeAll(launchable);
    launchable.forEach(service -> waiting.forEach(w -> w.requires.removeAll(service.exports)));
    Set<Planned> stuck = stuck(waiting);
    assertThat(plan.cycle().isEmpty()).isEqualTo(stuck.isEmpty());
    if (!stuck.isEmpty()) {
      String first = plan.cycle().get(0).toString();
      assertShortestRing(
          "x: "
              + plan.cycle().stream().map(ServiceName::toString).collect(joining(" -> "))
              + " -> "
              + first
              + ".",
          waiting,
          stuck);
    }
  }

  /** Each service of a level requires something that nobody of a lower one but the last exports. */
  private static void assertLevelsAreLeast(Map<Planned, Integer> levels) {
    levels.forEach(
        (service, level) -> {
          Set<String> before = new HashSet<>();
          levels.forEach(
              (other, its) -> {
                if (its != StartPlan.NEVER && its < level - 1) {
                  before.addAll(other.exports);
                }
              });
          if (level > 1) {
            assertThat(before.containsAll(service.requires)).isFalse();
          } else if (level == 1) {
            assertThat(service.requires).isEmpty();
          }
        });
  }

  private static List<Planned> plan(TestApplication application, Random random, int size) {
    List<Planned> services = new ArrayList<>();
    int names = 1 + random.nextInt(size + 2);
    double requirements = random.nextDouble() * 2.5;
    boolean backwardsOnly = random.nextBoolean();
    TestGuest guest = null;
    for (int i = 0; i < size; i++) {
      if (guest == null || random.nextInt(3) > 0) {
        guest = application.server("g" + i);
      }
      Planned planned = new Planned(guest, i);
      // Mostly one exporter a name, so that cycles are not always resolved by somebody else.
      planned.exports.add(name(random.nextInt(6) == 0 ? random.nextInt(names) : i));
      for (int n = (int) (random.nextDouble() * 2 * requirements); n > 0; n--) {
        int required = backwardsOnly && i > 0 ? random.nextInt(i) : random.nextInt(names);
        planned.requires.add(name(required));
      }
      services.add(planned);
    }
    return services;
  }

  private static String name(int number) {
    return "p%d.v1.s".formatted(number);
  }

  private static void collect(List<Planned> services, Map<Id, Planned> launches) {
    Set<TestGuest> guests = new LinkedHashSet<>();
    services.forEach(service -> guests.add(service.guest));
    for (TestGuest guest : guests) {
      for (var event = guest.poke(); event.isPresent(); event = guest.poke()) {
        ReadOneResponse response = event.get();
        Planned planned = launches.get(Id.of(response.getResolved().getCallId()));
        planned.got.add(KernelErr.forNumber(response.getResolved().getResultError()));
      }
    }
  }

  private static void assertValidOrder(TestApplication application, Map<Id, Planned> launches) {
    Set<String> running = new HashSet<>();
    for (Effect effect : application.effects) {
      if (effect instanceof Effect.Deliver delivery
          && delivery.event() instanceof Event.Resolved resolved
          && resolved.error() == 0) {
        Planned launched = launches.get(resolved.call());
        assertThat(running).containsAll(launched.requires);
        running.addAll(launched.exports);
      }
    }
  }

  private static Set<Planned> with(List<Planned> services, KernelErr error) {
    Set<Planned> found = new LinkedHashSet<>(services);
    found.removeIf(service -> !service.got.contains(error));
    return found;
  }

  private static Set<Planned> launchable(List<Planned> services) {
    Set<Planned> launched = new LinkedHashSet<>();
    Set<String> running = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Planned service : services) {
        if (running.containsAll(service.requires) && launched.add(service)) {
          running.addAll(service.exports);
          more = true;
        }
      }
    }
    return launched;
  }

  /** Those that stay when everybody who could be freed from outside is taken away, one by one. */
  private static Set<Planned> stuck(Set<Planned> waiting) {
    Set<Planned> stuck = new LinkedHashSet<>(waiting);
    while (stuck.removeIf(
        service -> service.requires.stream().noneMatch(n -> isStuck(n, waiting, stuck)))) {
      // Once more, for somebody may have been stuck only because of the one that went.
    }
    return stuck;
  }

  private static boolean isStuck(String name, Set<Planned> waiting, Set<Planned> stuck) {
    List<Planned> exporters = waiting.stream().filter(s -> s.exports.contains(name)).toList();
    return !exporters.isEmpty() && stuck.containsAll(exporters);
  }

  private static Map<Planned, Set<Planned>> arcs(Set<Planned> waiting, Set<Planned> stuck) {
    Map<Planned, Set<Planned>> arcs = new LinkedHashMap<>();
    for (Planned service : stuck) {
      Set<Planned> next = new LinkedHashSet<>();
      for (Planned other : stuck) {
        for (String name : other.exports) {
          if (service.requires.contains(name) && isStuck(name, waiting, stuck)) {
            next.add(other);
          }
        }
      }
      arcs.put(service, next);
    }
    return arcs;
  }

  private static Set<Planned> inRing(Set<Planned> waiting, Set<Planned> stuck) {
    Set<Planned> inRing = new LinkedHashSet<>(stuck);
    Map<Planned, Set<Planned>> arcs = arcs(waiting, stuck);
    inRing.removeIf(service -> distanceToItself(service, arcs) == 0);
    return inRing;
  }

  /** How many arcs lead from a service back to itself, or 0. */
  private static int distanceToItself(Planned start, Map<Planned, Set<Planned>> arcs) {
    Set<Planned> seen = new LinkedHashSet<>();
    Set<Planned> border = Set.of(start);
    for (int distance = 1; !border.isEmpty(); distance++) {
      Set<Planned> next = new LinkedHashSet<>();
      border.forEach(service -> next.addAll(arcs.get(service)));
      if (next.contains(start)) {
        return distance;
      }
      next.removeAll(seen);
      seen.addAll(next);
      border = next;
    }
    return 0;
  }

  private static void assertShortestRing(String report, Set<Planned> waiting, Set<Planned> stuck) {
    Map<Planned, Set<Planned>> arcs = arcs(waiting, stuck);
    int shortest =
        stuck.stream()
            .mapToInt(service -> distanceToItself(service, arcs))
            .filter(distance -> distance > 0)
            .min()
            .orElseThrow();
    String ring = report.substring(report.indexOf(": ") + 2, report.length() - 1);
    List<String> names = List.of(ring.split(" -> "));
    assertThat(names).hasSize(shortest + 1);
    assertThat(names.get(0)).isEqualTo(names.get(shortest));
    assertThat(names.subList(0, shortest)).doesNotHaveDuplicates();
    for (int i = 0; i < shortest; i++) {
      String from = names.get(i);
      String to = names.get(i + 1);
      assertThat(stuck)
          .as("%s requires %s", from, to)
          .anyMatch(s -> s.exports.contains(from) && s.requires.contains(to));
    }
  }
}
