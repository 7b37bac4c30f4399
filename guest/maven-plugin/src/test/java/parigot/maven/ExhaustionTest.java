package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;

/** How a guest in Java ends that needs more than there is. */
class ExhaustionTest {
  private static final int MIB = 1024 * 1024;
  private static final long LARGE_STACK = 512L * MIB;

  private static final String COLLECTS =
      """
      package shop;
      final class Main {
        public static void main(String[] args) {
          java.util.List<byte[]> all = new java.util.ArrayList<>();
          while (args.length >= 0) all.add(new byte[10_000]);
        }
      }
      """;

  /** Each call keeps an object. */
  private static final String RECURS =
      """
      package shop;
      final class Main {
        private static int deeper(int depth, Object before) {
          Object own = depth % 2 == 0 ? "even" : before;
          return deeper(depth + 1, own) + own.hashCode();
        }
        public static void main(String[] args) {
          System.out.println(deeper(0, args));
        }
      }
      """;

  private static final String LARGE =
      """
      package shop;
      final class Main {
        public static void main(String[] args) {
          System.out.println(new long[(args.length + 1) << 29].length);
        }
      }
      """;

  @TempDir Path folder;
  private Guest guest;

  @BeforeEach
  void inTheFolder() {
    guest = new Guest(folder);
  }

  @Test
  void aHeapOverTheMemoryLimitIsToldWithTheLimit() throws Exception {
    Path module = guest.module("Main", COLLECTS, new GuestCompiler.Options(256, false));

    assertThat(end(module, 8 * MIB))
        .startsWith("the guest trapped in its function ")
        .endsWith("and its memory-limit is 8,388,608 bytes");
  }

  @Test
  void aHeapOverWhatTheModuleWasBuiltForIsToldWithThat() throws Exception {
    Path module = guest.module("Main", COLLECTS, new GuestCompiler.Options(4, false));

    assertThat(end(module, 64 * MIB))
        .startsWith("the guest trapped in its function ")
        .contains("after it was refused memory: it had ")
        .contains("and the maximum that its module states is ");
  }

  /** Its size in bytes is zero in 32 bits. */
  @Test
  void anArrayOverWhatAnyModuleHasIsToldWithTheLimit() throws Exception {
    Path module = guest.module("Main", LARGE, new GuestCompiler.Options(256, false));

    assertThat(end(module, 64 * MIB))
        .startsWith("the guest trapped in its function ")
        .contains("after it was refused memory: it had ")
        .endsWith("and its memory-limit is 67,108,864 bytes");
  }

  @Test
  void callsThatGoTooDeepAreToldBeforeTheyWriteIntoTheHeap() throws Exception {
    Path module = guest.module("Main", RECURS, new GuestCompiler.Options(256, false));

    assertThat(end(module, 256 * MIB))
        .startsWith("the guest trapped in its function ")
        .endsWith("its calls went too deep for the stack");
  }

  /** On a thread with a stack that is no bound. */
  private static String end(Path module, int memory) throws Exception {
    FutureTask<Outcome> run =
        new FutureTask<>(
            () -> {
              try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
                InstanceSettings.Output output = (bytes, at, count) -> {};
                InstanceSettings settings =
                    new InstanceSettings(
                        "shop",
                        List.of(),
                        Map.of(),
                        memory,
                        MIB,
                        ClockAndRandom.ofThisMachine(),
                        output,
                        output);
                return engine.load(module).instantiate(settings, List.of()).start();
              }
            });
    new Thread(null, run, "guest", LARGE_STACK).start();
    Outcome outcome = run.get();
    assertThat(outcome).isInstanceOf(Outcome.Trapped.class);
    return ((Outcome.Trapped) outcome).reason();
  }
}
