package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.RecType;
import com.dylibso.chicory.wasm.types.SubType;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a module says of itself that matters to its host.
 *
 * @param shape how it wants to be run
 * @param start the export that is run first
 * @param exportsAlloc whether it hands out blocks of its memory
 * @param exportsStack whether it tells, after a trap, at which lines it was
 * @param runsAtInstantiation whether it has a start section, code of its own that runs before any
 *     export may be called
 * @param imports the functions it wants
 * @param memory the limits of its memory, as it states them
 * @param tableBytes what its tables take of the host's memory at first, in each instance
 * @param mostTableBytes what they may come to take
 * @param otherBytes what else an instance takes beside its memory: for globals, and to find
 *     functions, exports and pieces of data
 */
record ModuleFacts(
    GuestShape shape,
    Optional<String> start,
    boolean exportsAlloc,
    boolean exportsStack,
    boolean runsAtInstantiation,
    List<Wanted> imports,
    MemoryLimits memory,
    long tableBytes,
    long mostTableBytes,
    long otherBytes) {

  static final String START = "_start";
  static final String INITIALIZE = "_initialize";
  static final String DELIVER = "parigot_deliver_";
  static final String ALLOC = "parigot_alloc_";

  /**
   * The stack as a text of a line for each call, the innermost first. Each call of it gives the
   * next UTF-16 unit, or -1 when there is no more.
   */
  static final String STACK = "parigot_stack_";

  static final String MEMORY = "memory";

  private static final int BYTES_FOR_A_GLOBAL = 56;
  private static final int BYTES_FOR_AN_EXPORT = 64;
  private static final int BYTES_FOR_A_FUNCTION = 8;
  private static final int BYTES_FOR_A_REFERENCE = 4;

  private static final FunctionType NOTHING_TO_NOTHING = FunctionType.empty();
  private static final FunctionType DELIVER_TYPE =
      FunctionType.of(List.of(ValType.I32, ValType.I32), List.of());
  private static final FunctionType ALLOC_TYPE =
      FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));
  private static final FunctionType STACK_TYPE = FunctionType.of(List.of(), List.of(ValType.I32));

  /** A function that the module imports. */
  record Wanted(String module, String name, FunctionType type) {

    /** Its name as it stands in a sentence. */
    String shown() {
      return Printable.name(module) + "." + Printable.name(name);
    }
  }

  /** Reads a valid module's facts, and refuses a module that is no guest. */
  static ModuleFacts of(WasmModule module) throws Refused {
    requireBoundedHostMemory(module);
    List<Wanted> imports = imports(module);
    MemoryLimits memory = memory(module);
    Map<String, Export> exports = new HashMap<>();
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      Export export = module.exportSection().getExport(i);
      exports.put(export.name(), export);
    }
    requireMemoryExport(exports);
    boolean start = exportsFunction(module, exports, START, NOTHING_TO_NOTHING);
    boolean initialize = exportsFunction(module, exports, INITIALIZE, NOTHING_TO_NOTHING);
    boolean deliver = exportsFunction(module, exports, DELIVER, DELIVER_TYPE);
    boolean alloc = exportsFunction(module, exports, ALLOC, ALLOC_TYPE);
    boolean stack = exportsFunction(module, exports, STACK, STACK_TYPE);
    if (deliver && !alloc) {
      throw new Refused("exports %s but not %s, which goes with it".formatted(DELIVER, ALLOC));
    }
    if (!deliver && !start) {
      throw new Refused(
          "is no guest: it exports neither %s (a program) nor %s and %s (a reactor)"
              .formatted(START, DELIVER, ALLOC));
    }
    Optional<String> first = Optional.empty();
    if (deliver && initialize) {
      first = Optional.of(INITIALIZE);
    } else if (start) {
      first = Optional.of(START);
    }
    return new ModuleFacts(
        deliver ? GuestShape.REACTOR : GuestShape.LOOP,
        first,
        alloc,
        stack,
        module.startSection().isPresent(),
        imports,
        memory,
        tableBytes(module, TableLimits::min),
        tableBytes(module, GuestTable::most),
        otherBytes(module));
  }

  private static long tableBytes(WasmModule module, ToLongFunction<TableLimits> entries) {
    long bytes = 0;
    for (int i = 0; i < module.tableSection().tableCount(); i++) {
      TableLimits limits = module.tableSection().getTable(i).limits();
      bytes += entries.applyAsLong(limits) * GuestTable.BYTES_FOR_AN_ENTRY;
    }
    return bytes;
  }

  private static long otherBytes(WasmModule module) {
    long references =
        (long) module.typeSection().typeCount()
            + module.dataSection().dataSegmentCount()
            + module.elementSection().elementCount();
    return BYTES_FOR_A_GLOBAL * (long) module.globalSection().globalCount()
        + BYTES_FOR_AN_EXPORT * (long) module.exportSection().exportCount()
        + BYTES_FOR_A_FUNCTION * (long) module.functionSection().functionCount()
        + BYTES_FOR_A_REFERENCE * references;
  }

  private static void requireBoundedHostMemory(WasmModule module) throws Refused {
    for (int i = 0; i < module.typeSection().typeCount(); i++) {
      RecType group = module.typeSection().getRecType(i);
      for (SubType type : group.subTypes()) {
        if (type.compType().funcType() == null) {
          throw ModuleLimits.collected();
        }
      }
    }
    int tables = module.tableSection().tableCount();
    long entries = 0;
    for (int i = 0; i < tables; i++) {
      entries += module.tableSection().getTable(i).limits().min();
    }
    if (tables > ModuleLimits.TABLES || entries > ModuleLimits.TABLE_ENTRIES) {
      throw new Refused(
          "has %d tables with %d entries, at most %d and %d are possible"
              .formatted(tables, entries, ModuleLimits.TABLES, ModuleLimits.TABLE_ENTRIES));
    }
  }

  /**
   * What an instance may grow to, in bytes, with its tables and whatever else counts: the limit
   * that it is given, or the maximum that the module itself states, if that is less.
   */
  long largestMemory(long limitBytes) {
    long counted = Math.max(0, mostTableBytes + otherBytes - Allotment.FREE);
    return Math.min(limitBytes, (long) memory.maximumPages() * GuestMemory.PAGE + counted);
  }

  /** What is left for growth, within the limit, once an instance has what it begins with. */
  Allotment allotment(long limitBytes) throws Refused {
    long begin = (long) limits(limitBytes).initialPages() * GuestMemory.PAGE;
    long left = limitBytes + Allotment.FREE - begin - tableBytes - otherBytes;
    if (left < 0) {
      throw new Refused(
          "begins with %,d bytes of memory, %,d of tables and %,d of other things, more than its limit of %,d bytes"
              .formatted(begin, tableBytes, otherBytes, limitBytes));
    }
    return new Allotment(left);
  }

  /** The limits of an instance's memory: those that the module states, and this one. */
  MemoryLimits limits(long limitBytes) throws Refused {
    long limit = Math.min(limitBytes / GuestMemory.PAGE, GuestMemory.MAX_PAGES);
    if (memory.initialPages() > limit) {
      throw new Refused(
          "begins with %,d bytes of memory, more than its limit of %,d bytes"
              .formatted((long) memory.initialPages() * GuestMemory.PAGE, limitBytes));
    }
    return new MemoryLimits(
        memory.initialPages(), (int) Math.min(memory.maximumPages(), limit), memory.shared());
  }

  private static List<Wanted> imports(WasmModule module) throws Refused {
    int count = module.importSection().importCount();
    if (count > ModuleLimits.IMPORTS) {
      throw new Refused(
          "imports %d things, at most %d are possible".formatted(count, ModuleLimits.IMPORTS));
    }
    List<Wanted> imports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Import wanted = module.importSection().getImport(i);
      if (!(wanted instanceof FunctionImport function)) {
        throw new Refused(
            "imports the %s %s.%s, but only functions can be imported"
                .formatted(
                    wanted.importType().name().toLowerCase(Locale.ROOT),
                    Printable.name(wanted.module()),
                    Printable.name(wanted.name())));
      }
      imports.add(
          new Wanted(
              function.module(),
              function.name(),
              module.typeSection().getType(function.typeIndex())));
    }
    return List.copyOf(imports);
  }

  private static MemoryLimits memory(WasmModule module) throws Refused {
    int memories = module.memorySection().map(section -> section.memoryCount()).orElse(0);
    if (memories != 1) {
      throw new Refused(
          memories == 0
              ? "has no memory, a guest needs one and exports it as " + MEMORY
              : "has %d memories, a guest has one".formatted(memories));
    }
    return module.memorySection().orElseThrow().getMemory(0).limits();
  }

  private static void requireMemoryExport(Map<String, Export> exports) throws Refused {
    Export memory = exports.get(MEMORY);
    if (memory == null) {
      throw new Refused("does not export its memory, it has to under the name " + MEMORY);
    }
    if (memory.exportType() != ExternalType.MEMORY) {
      throw new Refused("exports something under the name %s that is none".formatted(MEMORY));
    }
  }

  private static boolean exportsFunction(
      WasmModule module, Map<String, Export> exports, String name, FunctionType type)
      throws Refused {
    Export export = exports.get(name);
    if (export == null) {
      return false;
    }
    if (export.exportType() != ExternalType.FUNCTION) {
      throw new Refused("exports something under the name %s that is no function".formatted(name));
    }
    FunctionType actual = typeOf(module, export.index());
    if (!actual.equals(type)) {
      throw new Refused(
          "exports %s with the type %s, it has to be %s"
              .formatted(name, print(actual), print(type)));
    }
    return true;
  }

  /** The type of a function by its number, which imports come first in. */
  static FunctionType typeOf(WasmModule module, int function) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    int type =
        function < imported
            ? module.importSection().stream()
                .filter(FunctionImport.class::isInstance)
                .map(FunctionImport.class::cast)
                .skip(function)
                .findFirst()
                .orElseThrow()
                .typeIndex()
            : module.functionSection().getFunctionType(function - imported);
    return module.typeSection().getType(type);
  }

  /** A function's type as people write it: {@code (i32, i32) -> i64}. */
  static String print(FunctionType type) {
    return print(type.params()) + " -> " + print(type.returns());
  }

  private static String print(List<ValType> types) {
    return types.stream()
        .map(type -> type.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
