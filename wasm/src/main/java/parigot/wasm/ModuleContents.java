package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a module consists of, whether or not it can be a guest.
 *
 * @param size the file's size in bytes
 * @param fingerprint a digest of the file's content
 * @param sections its sections, in their order
 * @param imports what it imports, in its own order
 * @param exports what it exports, in its own order
 * @param memory its own memory
 * @param functions how many functions it has, without those that it imports
 */
public record ModuleContents(
    int size,
    String fingerprint,
    List<Section> sections,
    List<Imported> imports,
    List<Exported> exports,
    Optional<Memory> memory,
    int functions) {

  private static final List<String> NAMES =
      List.of(
          "custom",
          "type",
          "import",
          "function",
          "table",
          "memory",
          "global",
          "export",
          "start",
          "element",
          "code",
          "data",
          "data count",
          "tag");

  /**
   * A section.
   *
   * @param kind what is in it, as {@code code}
   * @param name the name of a custom section; of others nothing
   * @param size its bytes, without its head
   */
  public record Section(String kind, String name, int size) {}

  /**
   * Something that it imports.
   *
   * @param kind {@code function}, {@code memory}, {@code table}, {@code global} or {@code tag}
   * @param type a function's type, as {@code (i32, i32) -> (i64)}; of others nothing
   */
  public record Imported(String module, String name, String kind, String type) {}

  /** Something that it exports; kind and type are those of an import. */
  public record Exported(String name, String kind, String type) {}

  /**
   * The limits of its memory.
   *
   * @param initial bytes that an instance begins with
   * @param maximum bytes that it says it may grow to
   */
  public record Memory(long initial, long maximum) {}

  /**
   * Reads a module's file.
   *
   * @throws ModuleException when it is no module; the message is a sentence that begins with the
   *     file
   */
  public static ModuleContents of(Path file) throws ModuleException {
    try {
      byte[] bytes = ModuleFile.read(file);
      List<Section> sections = sections(bytes);
      return of(bytes, sections, Engine.bare(bytes));
    } catch (Refused e) {
      throw new ModuleException(file + " " + e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new ModuleException(
          "%s is not a valid WebAssembly module: %s"
              .formatted(file, Printable.sentence(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private static List<Section> sections(byte[] bytes) {
    List<Section> sections = new ArrayList<>();
    WasmReader in = new WasmReader(bytes);
    in.skip(WasmReader.HEADER);
    while (!in.atEnd()) {
      int id = in.octet();
      int size = in.count();
      int end = in.endOf(size);
      String kind = id < NAMES.size() ? NAMES.get(id) : "of number " + id;
      sections.add(new Section(kind, id == WasmReader.CUSTOM ? in.text(end) : "", size));
      in.seek(end);
    }
    return List.copyOf(sections);
  }

  private static ModuleContents of(byte[] bytes, List<Section> sections, WasmModule module) {
    List<Imported> imports = new ArrayList<>();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      Import each = module.importSection().getImport(i);
      String type =
          each instanceof FunctionImport function
              ? ModuleFacts.print(module.typeSection().getType(function.typeIndex()))
              : "";
      imports.add(new Imported(each.module(), each.name(), kind(each.importType()), type));
    }
    List<Exported> exports = new ArrayList<>();
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export each = module.exportSection().getExport(i);
      String type =
          each.exportType() == ExternalType.FUNCTION
              ? ModuleFacts.print(ModuleFacts.typeOf(module, each.index()))
              : "";
      exports.add(new Exported(each.name(), kind(each.exportType()), type));
    }
    return new ModuleContents(
        bytes.length,
        Sha256.hex(bytes),
        sections,
        List.copyOf(imports),
        List.copyOf(exports),
        module
            .memorySection()
            .filter(memories -> memories.memoryCount() > 0)
            .map(memories -> memory(memories.getMemory(0).limits())),
        module.functionSection().functionCount());
  }

  private static Memory memory(MemoryLimits limits) {
    return new Memory(
        (long) limits.initialPages() * GuestMemory.PAGE,
        (long) limits.maximumPages() * GuestMemory.PAGE);
  }

  private static String kind(ExternalType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
