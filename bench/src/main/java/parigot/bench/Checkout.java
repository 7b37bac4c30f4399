package parigot.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the benchmarks are part of: its launcher, and the guests of its example. */
final class Checkout {
  private Checkout() {}

  static Path folder() {
    return Path.of(System.getenv().getOrDefault("PARIGOT_CHECKOUT", "."));
  }

  /** The service that is written in Java with the SDK for guests. */
  static Path greeting() {
    Path module = folder().resolve("examples/helloworld/target/guests/greeting.wasm");
    if (!Files.exists(module)) {
      throw new Unavailable(
          "The example is not built; ./parigot run does that. There is no " + module + ".");
    }
    return module;
  }
}
