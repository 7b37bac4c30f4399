package parigot.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import parigot.runtime.testing.RecordedLog;

class LoadingLinesTest {
  @Test
  void aLargeModuleIsToldOfAtTheStartAndEachFiveSeconds() {
    try (RecordedLog log = new RecordedLog()) {
      LoadingLines lines =
          new LoadingLines(List.of("a", "b"), Path.of("x", "go.wasm"), 20_000_000, 6_000_000);
      lines.at(0, Duration.ZERO);
      for (int second = 1; second <= 12; second++) {
        lines.at(second * 7, Duration.ofSeconds(second));
      }
      lines.at(100, Duration.ofSeconds(23));
      assertThat(log.lines())
          .containsExactly(
              "INFO a, b: go.wasm is being compiled, 20,000,000 bytes.",
              "INFO a, b: go.wasm is compiled to 35 % after 5 s.",
              "INFO a, b: go.wasm is compiled to 70 % after 10 s.",
              "INFO a, b: go.wasm is compiled to 100 % after 23 s.");
    }
  }

  @Test
  void aSmallModuleIsNotToldOfUnlessItTakesLong() {
    try (RecordedLog log = new RecordedLog()) {
      LoadingLines lines = new LoadingLines(List.of("a"), Path.of("a.wasm"), 100, 10);
      lines.at(0, Duration.ZERO);
      lines.at(30, Duration.ofSeconds(4));
      assertThat(log.lines()).isEmpty();
      lines.at(30, Duration.ofSeconds(6));
      assertThat(log.lines()).containsExactly("INFO a: a.wasm is compiled to 30 % after 6 s.");
    }
  }
}
