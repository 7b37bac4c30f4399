package parigot.wasm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an {@link Engine} works.
 *
 * @param cacheDirectory where compiled modules are kept between runs; empty to compile anew in each
 *     run. It holds executable code: it is created for its owner alone, and left unused, with a
 *     warning, when somebody else owns it or may write to it.
 */
public record EngineSettings(Optional<Path> cacheDirectory) {}
