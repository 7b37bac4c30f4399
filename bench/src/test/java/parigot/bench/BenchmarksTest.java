package parigot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured works; how long it takes is not a test's business. */
@Tag("once")
@Timeout(60)
class BenchmarksTest {
  private static Path workplace;

  @BeforeAll
  static void openTheWorkplace() {
    workplace = Workplace.open();
  }

  @AfterAll
  static void deleteTheWorkplace() {
    Workplace.delete(workplace);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SDK", "SDK_ON_JVM", "JAVA", "JAVA_ON_JVM"})
  void callsAlongEachPathGetTheirAnswers(CallPath path) {
    try (CallLines lines = path.open(100, 3)) {
      assertThat(lines.run(50)).hasSize(50).doesNotContain(0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SDK", "SDK_ON_JVM", "JAVA", "JAVA_ON_JVM"})
  void largeMessagesTravelAlongEachPath(CallPath path) {
    try (CallLines lines = path.open(64 << 10, 1)) {
      assertThat(lines.run(5)).hasSize(5).doesNotContain(0);
    }
  }

  @Test
  void aLaunchAndAnIdleApplicationArePossible() {
    LaunchTime.main(new String[] {"20"});
    IdleMemory.main(new String[] {"20"});
  }

  @Test
  void everyBenchmarkHasANameOfItsOwn() {
    assertThat(Benchmarks.ALL).extracting(Measured::name).doesNotHaveDuplicates();
  }
}
