package parigot.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.machine.Randomness;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;

/** An operator may have nobody wait for a plugin's call that takes the last of the heap. */
@Timeout(20)
class HeapGateSettingTest {
  @TempDir Path folder;

  /** Keeps what is to be done again and again. No plugin is started here that would need more. */
  private static final class Periods implements PluginThreads {
    private final List<Runnable> actions = new ArrayList<>();

    @Override
    public Pool pool(String plugin, int size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void once(String plugin, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void after(long nanos, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void every(long nanos, Runnable action) {
      actions.add(action);
    }

    @Override
    public void close() {}
  }

  private int looks(String setting) throws Exception {
    Files.createFile(folder.resolve("a.wasm"));
    Path file =
        Files.writeString(
            folder.resolve("app.conf"),
            "parigot { guests.a { wasm = a.wasm, plugins = [] }\n" + setting + " }");
    ApplicationSettings settings = ApplicationSettings.of(ConfigFiles.load(Optional.of(file)));
    Periods threads = new Periods();
    Time time = Time.ofThisMachine();
    try (Plugins plugins =
        Plugins.start(settings, time, new Randomness(Optional.of(1L)), null, threads)) {
      plugins.heapGate().pass();
      return threads.actions.size();
    }
  }

  @Test
  void theHeapIsLookedAt() throws Exception {
    assertThat(looks("")).isEqualTo(1);
  }

  @Test
  void nobodyLooksAtTheHeapWhereThatIsSwitchedOff() throws Exception {
    assertThat(looks("plugin-dispatcher.heap-gate = false")).isZero();
  }
}
