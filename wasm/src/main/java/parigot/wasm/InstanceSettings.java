package parigot.wasm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one instance of a module is given.
 *
 * @param name the guest's name: its first argument, and what messages call it
 * @param args the further arguments
 * @param env the environment, in the order the guest sees it
 * @param memoryLimitBytes what its linear memory may grow to; rounded down to whole pages of 64 KiB
 * @param messageLimitBytes the largest request it may make, and the largest response that is
 *     written into a block that it allocates
 * @param clockAndRandom its time and chance
 * @param stdout takes what it writes on its standard output
 * @param stderr takes what it writes on its standard error
 */
public record InstanceSettings(
    String name,
    List<String> args,
    Map<String, String> env,
    long memoryLimitBytes,
    int messageLimitBytes,
    ClockAndRandom clockAndRandom,
    Output stdout,
    Output stderr) {

  public InstanceSettings {
    args = List.copyOf(args);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /** Takes what a guest writes, unbuffered. */
  @FunctionalInterface
  public interface Output {

    /**
     * Takes some bytes. Called on the guest's thread, which waits; the array is good only until
     * this returns.
     *
     * @throws java.io.UncheckedIOException when they cannot be written, which the guest sees as an
     *     input/output error
     */
    void write(byte[] bytes, int offset, int length);
  }
}
