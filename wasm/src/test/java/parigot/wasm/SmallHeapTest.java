package parigot.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.GoLikeModule;

/** Two modules, and a heap in which one of them can be compiled. */
@Timeout(300)
class SmallHeapTest {
  private static final int HEAP_MEGABYTES = 128;
  private static final int FUNCTIONS = 1_500;

  @TempDir Path folder;

  /** Loads the modules {@code one} and {@code two} of a folder at once, with its cache. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      try (Engine engine = Engine.open(new EngineSettings(Optional.of(folder.resolve("cache"))))) {
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of("one", "two")) {
          InspectedModule module = engine.inspect(folder.resolve(name));
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      CompiledModule unused =
                          engine.compile(
                              module,
                              (percent, soFar) -> {
                                if (soFar.isZero()) {
                                  System.out.println("begins beside " + cached(folder));
                                }
                              });
                    } catch (ModuleException e) {
                      failures.add(e);
                    }
                  });
          thread.start();
          threads.add(thread);
        }
        for (Thread thread : threads) {
          thread.join();
        }
      }
      if (!failures.isEmpty()) {
        throw new IllegalStateException(failures.get(0));
      }
    }

    /** How many are done. */
    private static int cached(Path folder) {
      String[] files = folder.resolve("cache").toFile().list();
      return (int) Stream.of(files).filter(file -> file.endsWith(".wasm-classes")).count();
    }
  }

  @Test
  void theyAreCompiledOneAfterTheOtherAndKeptForTheNextStart() throws Exception {
    GoLikeModule modules = new GoLikeModule(FUNCTIONS, 1_000);
    Path one = Guests.write(folder.resolve("one"), modules.toBytes());
    Path two = Guests.write(folder.resolve("two"), modules.toBytes());
    assertThat(load()).containsExactly("begins beside 0", "begins beside 1");
    CompileCache cache = CompileCache.open(folder.resolve("cache")).orElseThrow();
    for (Path file : List.of(one, two)) {
      assertThat(cache.get(Sha256.hex(ModuleFile.read(file)))).isPresent();
    }
    assertThat(load()).as("what is compiled at the second start").isEmpty();
  }

  private List<String> load() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Loader.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertThat(child.waitFor()).as(output).isZero();
    return output.lines().filter(line -> line.startsWith("begins")).toList();
  }
}
