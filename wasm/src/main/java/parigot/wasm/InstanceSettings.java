package parigot.wasm;

import java.util.List;
import java.util.Map;

/**
 * What one instance of a module is given.
 *
 * @param name the guest's name: its first argument, and what messages call it
 * @param args the further arguments
 * @param env the environment, in the order the guest sees it
 * @param memoryLimitBytes what its linear memory may grow to
 * @param messageLimitBytes the largest response that is written into a block the guest allocates
 * @param world its time and chance
 * @param stdout takes what it writes on its standard output
 * @param stderr takes what it writes on its standard error
 */
public record InstanceSettings(
    String name,
    List<String> args,
    Map<String, String> env,
    long memoryLimitBytes,
    int messageLimitBytes,
    World world,
    Output stdout,
    Output stderr) {

  /** Takes what a guest writes. Called on the guest's thread. */
  @FunctionalInterface
  public interface Output {
    void write(byte[] bytes, int offset, int length);
  }
}
