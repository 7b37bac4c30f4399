package parigot.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;

/**
 * Runs a module without imports in Chicory's interpreter, which shares no code with the compiler.
 */
final class Interpreted {
  private Interpreted() {}

  static byte[] memoryAfterStart(byte[] module) {
    Instance instance = Instance.builder(Parser.parse(module)).withStart(false).build();
    instance.export("_start").apply();
    return instance.memory().readBytes(0, instance.memory().pages() * GuestMemory.PAGE);
  }
}
