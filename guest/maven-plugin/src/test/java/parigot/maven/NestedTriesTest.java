package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries within tries, on the JVM and as WebAssembly. {@code -Dtries=10000} tries as many methods,
 * and takes long; {@code -Dtries.seed=82 -Dtries=1} tries that one.
 */
@Tag("once")
class NestedTriesTest {
  private static final long FIRST = Long.getLong("tries.seed", 1);
  private static final int COUNT = Integer.getInteger("tries", 25);
  private static final int AT_ONCE = 40;

  /** Those that differed once, of which the first are tried anyway. */
  private static final List<Long> DIFFERED =
      List.of(43L, 45L, 46L, 52L, 53L, 54L, 62L, 64L, 73L, 97L, 229L);

  @TempDir Path folder;

  @Test
  void randomTriesWithinTriesDoWhatTheyDoOnTheJvm() throws Exception {
    for (long first = FIRST; first < FIRST + COUNT; first += AT_ONCE) {
      differNowhere(
          LongStream.range(first, Math.min(first + AT_ONCE, FIRST + COUNT)).boxed().toList());
    }
  }

  @Test
  void triesThatDifferedOnceDoWhatTheyDoOnTheJvm() throws Exception {
    differNowhere(DIFFERED);
  }

  private void differNowhere(List<Long> seeds) throws Exception {
    BothWays both = new BothWays(folder, 0);
    both.with("Tries", type -> {});
    both.with("Nested", RandomTries.source("Nested", seeds), type -> {});

    BothWays.Found found =
        both.compare(seeds.stream().map(seed -> RandomTries.of("Nested", seed)).toList());

    assertThat(found.refused()).isEmpty();
    assertThat(found.different()).isEmpty();
  }
}
