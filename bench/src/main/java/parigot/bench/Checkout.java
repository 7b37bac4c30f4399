package parigot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The checkout that the benchmarks are part of: its launcher, and the guests of its example. */
final class Checkout {
  private static final Duration LIMIT_OF_BUILD = Duration.ofMinutes(30);

  private Checkout() {}

  static Path folder() {
    return Path.of(System.getenv().getOrDefault("PARIGOT_CHECKOUT", "."));
  }

  /** The launcher, when it has built all that it needs. */
  static Path launcher() {
    Path launcher = folder().resolve("parigot").toAbsolutePath();
    if (!Files.exists(launcher)) {
      throw new Unavailable("This is no checkout: there is no " + launcher + ".");
    }
    try {
      List<String> unusedVersion =
          ChildJvm.run(List.of(launcher.toString(), "--version"), LIMIT_OF_BUILD);
    } catch (IOException e) {
      throw new UncheckedIOException("The launcher does not start.", e);
    }
    return launcher;
  }

  /** The service that is written in Java with the SDK for guests; the launcher builds it. */
  static Path greeting() {
    return module("examples/helloworld", "greeting");
  }

  /** A guest of a folder's; the launcher builds it. */
  static Path module(String of, String name) {
    Path module = folder().resolve(of).resolve("target/guests").resolve(name + ".wasm");
    if (!Files.exists(module)) {
      Path unused = launcher();
    }
    if (!Files.exists(module)) {
      throw new Unavailable("The launcher has built the guests, and there is no " + module + ".");
    }
    return module;
  }
}
