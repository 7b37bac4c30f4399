package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import parigot.kernel.Id;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;

/** Who starts when, by what services say that they export and require. */
class StartPlanTest {
  private static ServiceView service(String guest, Set<String> requires) {
    return new ServiceView(
        Id.EMPTY,
        guest,
        Id.EMPTY,
        guest,
        Set.of(name(guest)),
        List.of(),
        requires.stream().map(StartPlanTest::name).collect(Collectors.toSet()),
        false,
        false);
  }

  private static ServiceName name(String guest) {
    return new ServiceName(guest + ".v1", guest);
  }

  private static List<String> shown(StartPlan plan) {
    return plan.steps().stream().map(step -> step.service().guest() + " " + step.level()).toList();
  }

  @Test
  void whoRequiresOthersStartsBehindThem() {
    StartPlan plan =
        StartPlan.of(
            List.of(
                service("top", Set.of("left", "right")),
                service("left", Set.of("base")),
                service("right", Set.of()),
                service("base", Set.of())));
    assertThat(shown(plan)).containsExactly("right 1", "base 1", "left 2", "top 3");
    assertThat(plan.isWhole()).isTrue();
    assertThat(plan.cycle()).isEmpty();
    assertThat(plan.lostWithout())
        .isEqualTo(
            Map.of("base", Set.of("left", "top"), "left", Set.of("top"), "right", Set.of("top")));
  }

  @Test
  void whatNobodyExportsKeepsThoseFromStartingThatRequireIt() {
    StartPlan plan =
        StartPlan.of(List.of(service("top", Set.of("low")), service("low", Set.of("none"))));
    assertThat(shown(plan)).containsExactly("top 0", "low 0");
    assertThat(plan.isWhole()).isFalse();
    assertThat(plan.exportedByNobody()).containsExactly(name("none"));
    assertThat(plan.cycle()).isEmpty();
  }

  @Test
  void theShortestRingIsTold() {
    StartPlan plan =
        StartPlan.of(
            List.of(
                service("a", Set.of("b")),
                service("b", Set.of("c")),
                service("c", Set.of("a", "d")),
                service("d", Set.of("c"))));
    assertThat(plan.cycle()).containsExactly(name("c"), name("d"));
  }

  @Test
  void aSecondExporterTakesThePlaceOfOneThatFails() {
    ServiceView second =
        new ServiceView(
            Id.EMPTY,
            "second",
            Id.EMPTY,
            "second",
            Set.of(name("base")),
            List.of(),
            Set.of(),
            false,
            false);
    StartPlan plan =
        StartPlan.of(List.of(service("base", Set.of()), second, service("top", Set.of("base"))));
    assertThat(plan.lostWithout()).isEmpty();
    assertThat(plan.exportersOf(name("base"))).containsExactly("base", "second");
  }
}
