package parigot.wasm;

import java.nio.file.Path;

/** Loads wasm modules and compiles them. */
@SuppressWarnings("DoNotCallSuggester")
public final class Engine implements AutoCloseable {

  private Engine() {}

  /** Opens an engine. */
  public static Engine open(EngineSettings settings) {
    throw new UnsupportedOperationException(settings.toString());
  }

  /** Loads a module; may be called by several threads at once. */
  public CompiledModule load(Path file) throws ModuleException {
    throw new ModuleException(file.toString());
  }

  @Override
  public void close() {}
}
