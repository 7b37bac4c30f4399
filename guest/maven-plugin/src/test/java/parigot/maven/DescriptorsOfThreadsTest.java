package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.ValueType;

/** Guests are compiled by several threads at once, which share TeaVM's constants and ours. */
class DescriptorsOfThreadsTest {
  private static final int ROUNDS = 200;
  private static final int EACH = 1_000;
  private static final int THREADS = 2;

  private static List<MethodDescriptor> descriptors(int round) {
    List<MethodDescriptor> made = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      made.add(MethodDescriptor.parse("method" + round + "x" + i + "(IJLjava/lang/String;[BDFZ)V"));
    }
    return made;
  }

  @Test
  void aDescriptorHasOneHashCodeWhicheverThreadAsksFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier together = new CyclicBarrier(THREADS);
      for (int round = 0; round < ROUNDS; round++) {
        List<MethodDescriptor> shared = descriptors(round);
        Callable<List<Integer>> ask =
            () -> {
              together.await();
              return shared.stream().map(MethodDescriptor::hashCode).toList();
            };
        List<Integer> expected =
            descriptors(round).stream().map(MethodDescriptor::hashCode).toList();
        for (Future<List<Integer>> asked : threads.invokeAll(List.of(ask, ask))) {
          assertThat(asked.get()).isEqualTo(expected);
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aDescriptorSaysWhatItWasMadeOf() {
    MethodDescriptor parsed = MethodDescriptor.parse("name(I[Ljava/lang/String;)J");

    assertThat(parsed)
        .isEqualTo(new MethodDescriptor("name", int.class, String[].class, long.class))
        .isNotEqualTo(new MethodDescriptor("name", int.class, String[].class, int.class))
        .hasToString("name(I[Ljava/lang/String;)J");
    assertThat(parsed.getName()).isEqualTo("name");
    assertThat(parsed.parameterCount()).isEqualTo(2);
    assertThat(parsed.getResultType()).isEqualTo(ValueType.LONG);
    assertThat(parsed.getParameterTypes())
        .containsExactly(ValueType.INTEGER, parsed.parameterType(1));
    assertThat(MethodDescriptor.parseIfPossible("name")).isNull();
    assertThat(MethodDescriptor.parseSignatureIfPossible("(I")).isNull();
    assertThat(MethodDescriptor.parseSignatureIfPossible("(I)?")).isNull();
  }
}
