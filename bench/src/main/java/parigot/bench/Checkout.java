package parigot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The checkout that the benchmarks are part of: its launcher, and the guests of its example. */
final class Checkout {
  private Checkout() {}

  static Path folder() {
    return Path.of(System.getenv().getOrDefault("PARIGOT_CHECKOUT", "."));
  }

  /** The service that is written in Java with the SDK for guests; the launcher builds it. */
  static Path greeting() {
    Path module = folder().resolve("examples/helloworld/target/guests/greeting.wasm");
    Path launcher = folder().resolve("parigot");
    if (!Files.exists(module)) {
      if (!Files.exists(launcher)) {
        throw new Unavailable("This is no checkout: there is no " + launcher + ".");
      }
      try {
        ChildJvm.run(List.of(launcher.toString(), "--version"));
      } catch (IOException e) {
        throw new UncheckedIOException("The launcher does not start.", e);
      }
    }
    if (!Files.exists(module)) {
      throw new Unavailable("The launcher has built the example, and there is no " + module + ".");
    }
    return module;
  }
}
