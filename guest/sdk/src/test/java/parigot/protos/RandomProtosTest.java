package parigot.protos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever protoc accepts, the generator makes Java of it that compiles without a warning, or says
 * with file, line and column what to write instead. {@code -Dprotos=10000} tries that many, {@code
 * -Dprotos.seed=N} begins with the N-th.
 */
@Tag("once")
class RandomProtosTest {
  private static final int SEED = Integer.getInteger("protos.seed", 1);
  private static final int COUNT = Integer.getInteger("protos", 25);
  private static final int AT_ONCE = 100;

  /** Those that failed once. */
  private static final List<Integer> FAILED = List.of(82, 476);

  @TempDir Path folder;

  @Test
  void javaThatCompilesIsMadeOfEveryProtoOrASentence()
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = new Trial(new Protoc(folder));
    for (int first = SEED; first < SEED + COUNT; first += AT_ONCE) {
      List<List<ProtoFile>> batch = new ArrayList<>();
      for (int seed = first; seed < Math.min(first + AT_ONCE, SEED + COUNT); seed++) {
        batch.add(new RandomProto(seed, "c" + seed).files());
      }
      trial.run(batch);
    }
    System.out.println(trial.figures());
    assertThat(trial.accepted()).isGreaterThan(COUNT / 2);
  }

  @Test
  void javaThatCompilesIsMadeOfThoseThatFailedOnce()
      throws IOException, InterruptedException, ReflectiveOperationException {
    Trial trial = new Trial(new Protoc(folder));
    trial.run(FAILED.stream().map(seed -> new RandomProto(seed, "c" + seed).files()).toList());
    assertThat(trial.accepted()).isEqualTo(FAILED.size());
  }
}
