package parigot.wasm;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one file of the specification's tests: each module is scanned, validated, compiled and
 * rewritten as a guest's is, and has our memory and our tables. A guest could import no memory,
 * table or global; these modules may.
 */
final class SpecificationRun {
  private static final long PLENTY = 1L << 32;

  private final Store store = spectest();
  private final Map<String, Instance> named = new HashMap<>();

  /** The module that unnamed actions are for; null after one that could not be made. */
  private Instance current;

  private final Map<String, String> failures = new LinkedHashMap<>();
  private int checks;

  /** Runs these commands, as {@code pack.py} writes them. */
  static SpecificationRun of(String commands) {
    SpecificationRun run = new SpecificationRun();
    for (String line : commands.split("\n", 0)) {
      String[] parts = line.split("\t", -1);
      try {
        run.command(parts);
      } catch (Exception | StackOverflowError | LinkageError e) {
        run.failures.put(parts[1], e.toString().lines().findFirst().orElse(""));
      } catch (AssertionError e) {
        run.failures.put(parts[1], e.getMessage());
      }
    }
    return run;
  }

  /** What went wrong, by the line of the .wast file. */
  Map<String, String> failures() {
    return failures;
  }

  int checks() {
    return checks;
  }

  private void command(String[] parts) throws Exception {
    switch (parts[0]) {
      case "module" -> module(parts);
      case "register" -> {
        Store unused = store.register(text(parts[3]), instance(parts[2]));
      }
      case "invalid", "malformed" -> refused(parts);
      case "unlinkable", "uninstantiable" -> notInstantiated(parts);
      case "do", "return", "trap", "exhaustion" -> action(parts);
      default -> throw new AssertionError("no command is named " + parts[0]);
    }
  }

  private void module(String[] parts) throws Exception {
    current = null;
    checks++;
    current = instantiated(HexFormat.of().parseHex(parts[3]));
    if (!parts[2].isEmpty()) {
      named.put(text(parts[2]), current);
    }
  }

  private Instance instantiated(byte[] module) throws Exception {
    Allotment allotment = new Allotment(PLENTY);
    byte[] bytes = Engine.runnable(module, ModuleScan.of(module).hasTailCalls());
    ModuleScan scan = ModuleScan.of(bytes);
    WasmModule bare = Engine.bare(bytes);
    Compilation compilation = Engine.compilation(bytes, "specification", scan, new Progress());
    WasmModule runForm =
        compilation.interpreted().isEmpty()
            ? bare
            : Engine.parse(
                StrippedModule.of(
                    bytes,
                    bare.importSection().count(ExternalType.FUNCTION),
                    compilation.interpreted()),
                false);
    return Instance.builder(runForm)
        .withImportValues(store.toImportValues())
        .withMachineFactory(compilation.machines(runForm))
        .withMemoryFactory(limits -> new LinearMemory(limits, allotment, new TestClockAndRandom(1)))
        .withTableFactory((stated, initial) -> new GuestTable(stated, initial, allotment))
        .build();
  }

  private void refused(String[] parts) throws Exception {
    checks++;
    byte[] bytes = HexFormat.of().parseHex(parts[3]);
    try {
      Instance unused = instantiated(bytes);
    } catch (Refused | ChicoryException e) {
      return;
    }
    throw new AssertionError("was taken, but: " + text(parts[2]));
  }

  private void notInstantiated(String[] parts) throws Exception {
    checks++;
    try {
      Instance unused = instantiated(HexFormat.of().parseHex(parts[3]));
    } catch (ChicoryException e) {
      return;
    }
    throw new AssertionError("was instantiated, but: " + text(parts[2]));
  }

  private void action(String[] parts) {
    Instance instance = instance(parts[2]);
    if (instance == null) {
      return;
    }
    checks++;
    String expected = parts[6];
    if (parts[0].equals("trap") || parts[0].equals("exhaustion")) {
      try {
        long[] unused = result(instance, parts);
      } catch (ChicoryException e) {
        return;
      }
      throw new AssertionError("returned, but: " + text(expected));
    }
    long[] results = result(instance, parts);
    if (parts[0].equals("return")) {
      String[] wanted = values(expected);
      for (int i = 0; i < wanted.length; i++) {
        if (!matches(wanted[i], results[i])) {
          throw new AssertionError("gave %s, not %s".formatted(results[i], expected));
        }
      }
    }
  }

  private static long[] result(Instance instance, String[] parts) {
    String field = text(parts[4]);
    if (parts[3].equals("get")) {
      return new long[] {instance.exports().global(field).getValue()};
    }
    String[] given = values(parts[5]);
    long[] arguments = new long[given.length];
    for (int i = 0; i < given.length; i++) {
      String[] value = given[i].split("=", 2);
      arguments[i] =
          switch (value[0]) {
            case "i32" -> Integer.parseUnsignedInt(value[1]);
            case "f32" -> Integer.toUnsignedLong(Integer.parseUnsignedInt(value[1]));
            case "i64", "f64" -> Long.parseUnsignedLong(value[1]);
            default -> value[1].equals("null") ? Value.REF_NULL_VALUE : Long.parseLong(value[1]);
          };
    }
    return instance.export(field).apply(arguments);
  }

  private static String[] values(String list) {
    return list.isEmpty() ? new String[0] : list.split(",", -1);
  }

  private static boolean matches(String expected, long result) {
    String[] value = expected.split("=", 2);
    return switch (value[0]) {
      case "i32" -> (int) result == Integer.parseUnsignedInt(value[1]);
      case "i64" -> result == Long.parseUnsignedLong(value[1]);
      case "f32" ->
          switch (value[1]) {
            case "nan:canonical" -> ((int) result & 0x7fffffff) == 0x7fc00000;
            case "nan:arithmetic" -> ((int) result & 0x7fc00000) == 0x7fc00000;
            default -> (int) result == Integer.parseUnsignedInt(value[1]);
          };
      case "f64" ->
          switch (value[1]) {
            case "nan:canonical" -> (result & Long.MAX_VALUE) == 0x7ff8000000000000L;
            case "nan:arithmetic" -> (result & 0x7ff8000000000000L) == 0x7ff8000000000000L;
            default -> result == Long.parseUnsignedLong(value[1]);
          };
      default ->
          switch (value[1]) {
            case "null" -> result == Value.REF_NULL_VALUE;
            case "any" -> result != Value.REF_NULL_VALUE;
            default -> result == Long.parseLong(value[1]);
          };
    };
  }

  private Instance instance(String name) {
    return name.isEmpty() ? current : named.get(text(name));
  }

  private static String text(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  /** The module that the specification's tests import from. */
  private static Store spectest() {
    Store store = new Store();
    Map.of(
            "print", List.<ValType>of(),
            "print_i32", List.of(ValType.I32),
            "print_i64", List.of(ValType.I64),
            "print_f32", List.of(ValType.F32),
            "print_f64", List.of(ValType.F64),
            "print_i32_f32", List.of(ValType.I32, ValType.F32),
            "print_f64_f64", List.of(ValType.F64, ValType.F64))
        .forEach(
            (name, types) -> {
              Store unused =
                  store.addFunction(
                      new HostFunction(
                          "spectest",
                          name,
                          FunctionType.of(types, List.of()),
                          (instance, args) -> null));
            });
    Map.of(
            "global_i32", Value.i32(666),
            "global_i64", Value.i64(666),
            "global_f32", Value.fromFloat(666.6f),
            "global_f64", Value.fromDouble(666.6))
        .forEach(
            (name, value) -> {
              Store unused =
                  store.addGlobal(new ImportGlobal("spectest", name, new GlobalInstance(value)));
            });
    return store
        .addMemory(
            new ImportMemory(
                "spectest",
                "memory",
                new LinearMemory(
                    new MemoryLimits(1, 2), new Allotment(PLENTY), new TestClockAndRandom(1))))
        .addMemory(
            new ImportMemory(
                "spectest",
                "shared_memory",
                new LinearMemory(
                    new MemoryLimits(1, 2, true),
                    new Allotment(PLENTY),
                    new TestClockAndRandom(1))))
        .addTable(
            new ImportTable(
                "spectest",
                "table",
                new GuestTable(
                    new Table(ValType.FuncRef, new TableLimits(10, 20)),
                    Value.REF_NULL_VALUE,
                    new Allotment(PLENTY))));
  }
}
