package parigot.wasm;

import java.nio.file.Path;
import java.util.List;

/** A module that is ready to be instantiated, any number of times. */
@SuppressWarnings("DoNotCallSuggester")
public final class CompiledModule {
  private final Path file;

  CompiledModule(Path file) {
    this.file = file;
  }

  /** A function that the module wants from its host. */
  public record Import(String module, String name) {}

  /** The file it was loaded from. */
  public Path file() {
    return file;
  }

  /** How it wants to be run. */
  public GuestShape shape() {
    throw new UnsupportedOperationException();
  }

  /** Whether it can take messages of more than 4096 bytes. */
  public boolean exportsAlloc() {
    throw new UnsupportedOperationException();
  }

  /** The functions it imports. */
  public List<Import> imports() {
    throw new UnsupportedOperationException();
  }

  /** Makes an instance; nothing of the guest runs before {@link GuestInstance#start}. */
  public GuestInstance instantiate(InstanceSettings settings, List<HostModule> modules)
      throws ModuleException {
    throw new ModuleException(settings + " " + modules);
  }
}
