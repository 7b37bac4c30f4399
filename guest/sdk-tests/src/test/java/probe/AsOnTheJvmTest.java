package probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What the checks of the wasm guest expect is what the JVM gives. Those of the language are not
 * asked: one waits for a collection of the guest's small heap.
 */
class AsOnTheJvmTest {
  @Test
  void collections() {
    holds(CollectionChecks::run);
  }

  @Test
  void texts() {
    holds(TextChecks::run);
  }

  @Test
  void times() {
    holds(TimeChecks::run);
  }

  @Test
  void theNumbersOfASeed() {
    holds(RandomChecks::run);
  }

  private static void holds(Consumer<Checks> all) {
    Checks checks = new Checks();
    all.accept(checks);
    assertThat(checks.made()).isPositive();
    assertThat(checks.failed()).isZero();
  }
}
