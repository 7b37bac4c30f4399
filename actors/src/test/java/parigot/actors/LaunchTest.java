package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** How guests launch, and what is said when they cannot. */
@Tag("once")
@Timeout(60)
@ExtendWith(NothingLeft.class)
class LaunchTest {

  @ParameterizedTest
  @EnumSource
  void guestsLaunchAfterWhatTheyRequireWhateverTheOrderOfTheConfiguration(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .server("a", shape, "register a", "require b.v1 b", "launch", "print a runs")
            .server(
                "b",
                shape,
                "register b",
                "export b.v1 b",
                "require c.v1 c",
                "launch",
                "print b runs")
            .server("c", shape, "register c", "export c.v1 c", "launch", "print c runs")
            .launched()) {
      application.log().await(1, "a: a runs");
      assertThat(application.application().guests())
          .extracting(GuestNode::state)
          .containsOnly("LAUNCHED");
      assertThat(application.application().pathExists("a", "c.v1.c")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequireThatNobodyExportsEndsTheApplicationAndIsNamed(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.launch-timeout = 150 ms")
            .service("greeting", shape, "Echo")
            .client("hello", shape, "nowhere", "print unreachable")) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble())
          .isEqualTo(
              "Not launched within 150 ms: "
                  + "hello waits for nowhere.v1.nowhere (which nobody exports).");
      assertThatThrownBy(() -> Within.limit(application.application().launched()))
          .isInstanceOf(StartException.class)
          .hasMessage(application.trouble());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGuestThatCannotLaunchIsToldWhy(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.launch-timeout = 150 ms")
            .client("hello", shape, "nowhere", "print unreachable")) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.printed()).isEqualTo("launch failed 29\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCycleIsReportedOnceShortestAndByNames(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .server("a", shape, ring("a", "b"))
            .server("b", shape, ring("b", "c", "a"))
            .server("c", shape, ring("c", "a"))) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble())
          .isEqualTo(
              "These services wait for each other and can never launch: a.v1.a -> b.v1.b -> a.v1.a.");
      assertThat(application.log().lines())
          .filteredOn(line -> line.contains("wait for each other"))
          .hasSize(1);
      application.log().await(1, "a: launch failed 11");
    }
  }

  private static String[] ring(String name, String... required) {
    StringBuilder script = new StringBuilder("register NAME;export NAME.v1 NAME");
    for (String other : required) {
      script.append(";require ").append(other).append(".v1 ").append(other);
    }
    return script.append(";launch").toString().replace("NAME", name).split(";");
  }

  @ParameterizedTest
  @EnumSource
  void twoGuestsThatExportTheSameBothServe(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .server("one", shape, exporting("same"))
            .server("two", shape, exporting("same"))
            .launched()) {
      assertThat(whoAnswers(application, "same", 60)).hasSize(2);
    }
  }

  private static String[] exporting(String name) {
    return "register NAME;export NAME.v1 NAME;bind Who who;launch".replace("NAME", name).split(";");
  }

  @ParameterizedTest
  @EnumSource
  void threeInstancesAreThreeHostsAndCallersAreSpreadOverThem(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Who who")
            .set("greeting", "instances = 3")
            .launched()) {
      assertThat(application.application().guests())
          .extracting(GuestNode::name)
          .containsExactly("greeting.1", "greeting.2", "greeting.3");
      assertThat(application.application().services()).hasSize(3);
      assertThat(whoAnswers(application, "greeting", 60)).hasSize(3);
    }
  }

  private static Set<String> whoAnswers(TestApplication application, String name, int calls) {
    Set<String> hosts = new TreeSet<>();
    for (int i = 0; i < calls; i++) {
      hosts.add(
          Within.limit(application.call(name, "Who", Empty.getDefaultInstance(), StringValue.class))
              .getValue());
    }
    return hosts;
  }

  @ParameterizedTest
  @CsvSource({
    "LOOP, return, exited with code 0 before it launched.",
    "LOOP, proc-exit 3, exited with code 3 before it launched.",
    "LOOP, trap, failed before it launched: ",
    "REACTOR, proc-exit 3, exited with code 3 before it launched.",
    "REACTOR, trap, failed before it launched: ",
  })
  void aServerThatEndsBeforeItLaunchesEndsTheApplication(
      GuestShape shape, String how, String sentence) {
    try (TestApplication application =
        TestApplication.with()
            .server("broken", shape, "register broken", "export broken.v1 broken", how)
            .client("hello", shape, "broken", "exit 0")) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble()).startsWith("broken " + sentence);
    }
  }

  @Test
  void aServerThatNeverAsksToLaunchIsNamedWhenTheTimeHasPassed() {
    try (TestApplication application =
        TestApplication.with("parigot.launch-timeout = 150 ms")
            .server("silent", GuestShape.REACTOR, "register silent")) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble())
          .isEqualTo("Not launched within 150 ms: silent has not asked to launch.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatComputesForEverInItsStartIsNamedAndEnded(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.launch-timeout = 2 s", "parigot.exit-grace = 100 ms")
            .server("busy", shape, "register busy", "loop")
            .set("busy", "method-limit = 1 h")
            .service("greeting", shape, "Echo")) {
      assertThat(application.run()).isEqualTo(194);
      assertThat(application.trouble())
          .isEqualTo("Not launched within 2 s: busy has not asked to launch.");
    }
  }
}
