package parigot.wasm;

import java.nio.file.Path;
import java.util.List;

/**
 * A module that is ready to be instantiated, any number of times and from any thread. It cannot be
 * changed, and its instances share nothing but its code.
 */
public final class CompiledModule {
  private final Path file;
  private final String digest;
  private final Engine.Code code;

  CompiledModule(Path file, String digest, Engine.Code code) {
    this.file = file;
    this.digest = digest;
    this.code = code;
  }

  /**
   * A function that the module wants from its host.
   *
   * @param module the name of the set it belongs to, as in {@code parigot}
   * @param name its own name, as in {@code locate_}
   */
  public record Import(String module, String name) {

    /** Both, as they can stand in a sentence: on one line, and short. */
    public String shown() {
      return Printable.name(module) + "." + Printable.name(name);
    }
  }

  /** The file it was loaded from. */
  public Path file() {
    return file;
  }

  /** A digest of the file's content. */
  public String fingerprint() {
    return digest;
  }

  /** How it wants to be run. */
  public GuestShape shape() {
    return code.facts().shape();
  }

  /**
   * What an instance may grow to, in bytes, with its tables and whatever else counts: the limit
   * that it is given, or the maximum that the module itself states, if that is less.
   */
  public long largestMemory(long limitBytes) {
    return code.facts().largestMemory(limitBytes);
  }

  /** Whether it can be given messages of more than 4096 bytes. */
  public boolean exportsAlloc() {
    return code.facts().exportsAlloc();
  }

  /** The functions it imports, in its own order. */
  public List<Import> imports() {
    return code.facts().imports().stream()
        .map(wanted -> new Import(wanted.module(), wanted.name()))
        .toList();
  }

  /**
   * Makes an instance. No code of the guest runs before {@link GuestInstance#start}.
   *
   * <p>A module may import the functions of the given host modules, of WASI preview 1 and of the
   * TeaVM runtime, which are always there.
   *
   * @throws ModuleException when an import is provided by nobody or has another type, or the memory
   *     limit is below what the module begins with; the message is a sentence that begins with the
   *     file
   */
  public GuestInstance instantiate(InstanceSettings settings, List<HostModule> modules)
      throws ModuleException {
    try {
      return GuestInstance.of(code, settings, modules);
    } catch (Refused e) {
      throw new ModuleException(file + " " + e.getMessage(), e);
    }
  }
}
