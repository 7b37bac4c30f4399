package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.kernel.Id;
import parigot.kernel.IdSource;
import parigot.runtime.machine.Randomness;
import parigot.runtime.machine.Time;
import parigot.runtime.testing.Within;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.GuestShape;

/** The setting {@code seed}. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class SeedTest {

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameIdsAndAnotherSeedOthers(GuestShape shape) {
    List<String> once = idsOfARun(shape, "parigot.seed = 42");
    assertThat(idsOfARun(shape, "parigot.seed = 42")).isEqualTo(once);
    assertThat(idsOfARun(shape, "parigot.seed = 43")).doesNotContainAnyElementsOf(once);
  }

  @ParameterizedTest
  @EnumSource
  void withoutASeedNoIdComesTwice(GuestShape shape) {
    List<String> once = idsOfARun(shape, "");
    assertThat(idsOfARun(shape, "")).doesNotContainAnyElementsOf(once);
  }

  /** Host, service and call ids of three instances of one guest and of another. */
  private static List<String> idsOfARun(GuestShape shape, String seed) {
    try (TestApplication application =
        TestApplication.with(seed)
            .server("many", shape, "register many", "print-ids", "launch")
            .set("many", "instances = 3")
            .server("one", shape, "register one", "print-ids", "launch")
            .launched()) {
      List<String> lines =
          application.log().lines().stream()
              .filter(line -> line.matches("(many|one).*: (host|service|call) .*"))
              .sorted()
              .toList();
      List<String> ids = new ArrayList<>();
      lines.forEach(line -> ids.add(line.substring(line.lastIndexOf(' '))));
      assertThat(ids).hasSize(12);
      assertThat(new HashSet<>(ids)).as("ids that differ within a run: %s", lines).hasSize(12);
      return lines;
    }
  }

  @Test
  void callsFromOutsideChangeNoIdThatIsMadeLater() {
    assertThat(hostOfTheSecondLife(5)).isEqualTo(hostOfTheSecondLife(0));
  }

  private static Id hostOfTheSecondLife(int calls) {
    try (TestApplication application =
        TestApplication.with("parigot.seed = 42")
            .service("greeting", GuestShape.REACTOR, "Trap trap", "Echo")
            .set("greeting", "restart-backoff { min = 20 ms, max = 50 ms }")
            .launched()) {
      for (int i = 0; i < calls; i++) {
        assertThat(application.echo("greeting", "Echo", "text")).isEqualTo("text");
      }
      assertThat(application.call("greeting", "Trap", StringValue.of(""), StringValue.class))
          .failsWithin(Within.LIMIT);
      application.log().await(2, "DEBUG greeting runs greeting.v1.greeting.");
      return application.application().services().get(0).host();
    }
  }

  @Test
  void noTwoSourcesOfIdsGiveTheSame() {
    Set<Long> drawn = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      IdSource kernel = new Randomness(Optional.of(seed)).ids();
      IdSource hostCalls = new Randomness(Optional.of(seed)).idsOfHostCalls();
      for (int i = 0; i < 100; i++) {
        drawn.add(kernel.nextLong());
        drawn.add(hostCalls.nextLong());
      }
    }
    assertThat(drawn).hasSize(2_000);
  }

  @Test
  void aGuestsRandomnessDependsOnSeedNameInstanceAndNumberOfStarts() {
    List<String> drawn = new ArrayList<>();
    for (long seed = 0; seed < 10; seed++) {
      for (String label : List.of("a", "b", "a.1", "a.2", "a.11")) {
        for (int start = 0; start < 10; start++) {
          drawn.add(
              draw(
                  new Randomness(Optional.of(seed))
                      .clockAndRandomOf(Time.ofThisMachine(), label, start)));
        }
      }
    }
    assertThat(new HashSet<>(drawn)).hasSize(500);
    for (long seed = 0; seed < 10; seed++) {
      byte[] ofPlugin = new byte[16];
      new Randomness(Optional.of(seed)).generator("a").nextBytes(ofPlugin);
      assertThat(drawn).doesNotContain(HexFormat.of().formatHex(ofPlugin));
    }
    assertThat(draw(new Randomness(Optional.of(7L)).clockAndRandomOf(Time.ofThisMachine(), "a", 3)))
        .isEqualTo(
            draw(new Randomness(Optional.of(7L)).clockAndRandomOf(Time.ofThisMachine(), "a", 3)));
  }

  private static String draw(ClockAndRandom world) {
    byte[] bytes = new byte[16];
    world.random(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
