package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.StartException;
import parigot.wasm.modules.GoLikeModule;

/** Modules that take too long to be compiled. */
@Timeout(300)
@ExtendWith(NothingLeft.class)
class LongLoadTest {
  @TempDir Path folder;

  @Test
  void whatTakesTooLongIsRefusedAndTheOthersAreInTheCache() throws IOException {
    Path slow = write("slow.wasm", new GoLikeModule(8_000, 10).toBytes());
    Path quick =
        write(
            "quick.wasm",
            Wat2Wasm.parse(
                "(module (memory (export \"memory\") 1)" + "(func (export \"_start\")))"));
    try (TestApplication first = TestApplication.with().guest("quick", "main", quick)) {
      assertThat(first.run()).as("the compiler's own classes are loaded").isZero();
    }
    try (TestApplication application =
        TestApplication.with()
            .settings(cache(), "parigot.load-timeout = 1 s")
            .guest("quick", "main", quick)
            .guest("slow", "main", slow)) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage(
              "guest slow: %s takes longer to be compiled than load-timeout, 1 s, allows: it has %,d bytes"
                  .formatted(slow, Files.size(slow)));
      assertThat(application.log().lines())
          .as("told at once")
          .anyMatch(line -> line.startsWith("ERROR guest slow: " + slow + " takes longer"));
      assertThat(cached()).as("in the cache").isEqualTo(1);
    }
  }

  private String cache() {
    return "parigot.cache-dir = \"%s\"".formatted(folder.resolve("cache"));
  }

  private long cached() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.filter(file -> file.toString().endsWith(".wasm-classes")).count();
    }
  }

  private Path write(String name, byte[] module) throws IOException {
    return Files.write(folder.resolve(name), module);
  }
}
