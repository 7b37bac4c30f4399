package parigot.wasm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an {@link Engine} works.
 *
 * @param cacheDirectory where compiled modules are kept between runs; empty to compile anew in each
 *     run. It holds executable code: it is created for its owner alone, and left unused, with a
 *     warning, when somebody else owns it or may write to it.
 * @param loadTimeout how long one module may take to be compiled, in time that it has a processor
 * @param interpreted whether functions are interpreted instead, some hundred times slower: to see
 *     that a compiled guest does what its module says
 */
public record EngineSettings(
    Optional<Path> cacheDirectory, Duration loadTimeout, boolean interpreted) {
  private static final Duration ENOUGH = Duration.ofMinutes(5);

  /** Settings of an engine that compiles. */
  public EngineSettings(Optional<Path> cacheDirectory, Duration loadTimeout) {
    this(cacheDirectory, loadTimeout, false);
  }

  /** Settings with a time that is enough for every module of a sensible size. */
  public EngineSettings(Optional<Path> cacheDirectory) {
    this(cacheDirectory, ENOUGH);
  }
}
