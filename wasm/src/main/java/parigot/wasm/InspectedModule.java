package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parigot.wasm.CompiledModule.Import;

/**
 * A module of which everything but the functions' bodies has been read and found right: what it
 * wants of its host is known, before the time for {@link Engine#compile} is spent. It cannot be
 * changed, and may be used from any thread.
 */
public final class InspectedModule {
  private final Path file;
  private final String digest;
  private final int size;
  private final boolean hasTailCalls;
  private final ModuleScan scan;
  private final WasmModule bare;
  private final ModuleFacts facts;

  InspectedModule(
      Path file,
      String digest,
      int size,
      boolean hasTailCalls,
      ModuleScan scan,
      WasmModule bare,
      ModuleFacts facts) {
    this.file = file;
    this.digest = digest;
    this.size = size;
    this.hasTailCalls = hasTailCalls;
    this.scan = scan;
    this.bare = bare;
    this.facts = facts;
  }

  /** The file it was read from. */
  public Path file() {
    return file;
  }

  /** The file's size in bytes. */
  public int size() {
    return size;
  }

  /** How many instructions its functions have: the work of compiling it grows with them. */
  public long instructions() {
    return scan.instructions();
  }

  /** How it wants to be run. */
  public GuestShape shape() {
    return facts.shape();
  }

  /** As {@link CompiledModule#largestMemory}. */
  public long largestMemory(long limitBytes) {
    return facts.largestMemory(limitBytes);
  }

  /**
   * The functions that it imports and that nobody provides: neither the engine itself, which has
   * those of WASI preview 1 and of the TeaVM runtime, nor any of these host modules.
   *
   * @param offered the names of the functions that guests of this module may import, by host module
   */
  public List<Import> unprovided(Map<String, Set<String>> offered) {
    return facts.imports().stream()
        .filter(wanted -> Linker.typeOf(wanted, offered).isEmpty())
        .map(wanted -> new Import(wanted.module(), wanted.name()))
        .distinct()
        .toList();
  }

  /** The names of the functions of WASI preview 1, which every guest may import. */
  public static Set<String> wasiFunctions() {
    return Set.copyOf(WasiFunctions.all().keySet());
  }

  /**
   * Refuses what {@link CompiledModule#instantiate} would refuse later, but for imports that nobody
   * provides.
   *
   * @param memoryLimitBytes the most memory that an instance may have
   * @param offered as for {@link #unprovided}
   * @throws ModuleException when the module begins with more memory than the limit, or imports a
   *     function with another type than it has; the message is a sentence that begins with the file
   */
  public void requireFits(long memoryLimitBytes, Map<String, Set<String>> offered)
      throws ModuleException {
    try {
      facts.allotment(memoryLimitBytes);
      for (ModuleFacts.Wanted wanted : facts.imports()) {
        Optional<FunctionType> type = Linker.typeOf(wanted, offered);
        if (type.isPresent()) {
          Linker.requireType(wanted, type.get());
        }
      }
    } catch (Refused e) {
      throw new ModuleException(file + " " + e.getMessage(), e);
    }
  }

  /**
   * What the custom sections of this name hold, all of them together; nothing when there is none.
   *
   * @param name begins with {@code parigot.}: others are not kept
   */
  public ByteString customSection(String name) {
    return scan.ownSections().getOrDefault(name, ByteString.EMPTY);
  }

  /** A digest of the file's content. */
  public String fingerprint() {
    return digest;
  }

  String digest() {
    return digest;
  }

  /** Whether the file's tail calls are to be replaced: what follows is told of what they become. */
  boolean hasTailCalls() {
    return hasTailCalls;
  }

  ModuleScan scan() {
    return scan;
  }

  /** The module without its functions' bodies. */
  WasmModule bare() {
    return bare;
  }

  ModuleFacts facts() {
    return facts;
  }
}
