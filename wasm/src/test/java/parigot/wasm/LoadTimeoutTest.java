package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.modules.GoLikeModule;

@Timeout(120)
class LoadTimeoutTest {
  @TempDir Path folder;

  @Test
  void aModuleThatTakesTooLongIsGivenUpAndOthersAreLoaded() throws Exception {
    byte[] module = new GoLikeModule(2_000, 100).toBytes();
    Path slow = Guests.write(folder.resolve("slow.wasm"), module);
    Path quick =
        Guests.write(folder.resolve("quick.wasm"), Guests.assemble(Guests.program("", "")));
    try (Engine unhurried = Engine.open(new EngineSettings(Optional.empty()))) {
      assertThat(unhurried.load(quick).shape()).as("the compiler's classes are loaded").isNotNull();
    }
    try (Engine engine =
        Engine.open(new EngineSettings(Optional.empty(), Duration.ofMillis(100)))) {
      assertThatThrownBy(() -> engine.load(slow))
          .isInstanceOf(ModuleException.class)
          .hasMessage(
              "%s takes longer to be compiled than load-timeout, 100 ms, allows: it has %,d bytes"
                  .formatted(slow, module.length));
      assertThat(engine.load(quick).shape()).isEqualTo(GuestShape.LOOP);
    }
  }

  @Test
  void aModuleThatNeedsAllTheMemoryThatThereIsWaitsUntilItIsAlone() throws Exception {
    LoadingMemory memory = new LoadingMemory(100L << 20);
    ModuleScan large = new ModuleScan(10_000_000, 0, Set.of(), Set.of(), false, Map.of());
    ModuleScan small = new ModuleScan(1_000, 100, Set.of(), Set.of(), false, Map.of());
    assertThat(memory.needed(20_000_000, large)).isEqualTo(memory.all()).isEqualTo(60);
    assertThat(memory.needed(1_000, small)).isEqualTo(1);
    memory.take(memory.needed(1_000, small));
    Thread waiting =
        new Thread(
            () -> {
              try {
                memory.take(memory.all());
              } catch (Refused e) {
                throw new AssertionError(e);
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    memory.give(1);
    waiting.join();
  }
}
