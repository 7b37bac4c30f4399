package probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the checks of the wasm guest expect is what the JVM gives. */
class AsOnTheJvmTest {
  @Test
  void theNumbersOfASeed() {
    Checks checks = new Checks();
    RandomChecks.run(checks);
    assertThat(checks.made()).isPositive();
    assertThat(checks.failed()).isZero();
  }
}
