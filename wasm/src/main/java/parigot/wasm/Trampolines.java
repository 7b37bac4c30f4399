package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import parigot.wasm.TailCalls.Body;
import parigot.wasm.TailCalls.Site;
import parigot.wasm.TailCalls.Target;

/**
 * A module whose tail calls take no stack, though each call of the engine's does.
 *
 * <p>A function with tail calls has its body moved to a new number. A tail call leaves its
 * arguments in global variables and the number of what is to be called in another, and returns. At
 * the function's own number stands one that calls the body, and then what is pending until nothing
 * is. What is called through a table may be such a function or not: the loop says by a mark that it
 * waits, and a function that finds the mark takes it away, and leaves what is pending to the loop.
 * A call of the host's begins without a mark.
 */
final class Trampolines {
  /** So many calls are chosen from in one function, so that it is no large one. */
  private static final int CALLS_A_FUNCTION = 64;

  private static final int PENDING = 0;
  private static final int MARK = 1;
  private static final int ENTRY = 2;
  private static final int FIRST_ARGUMENT = 3;

  private static final int I32 = 0x7f;
  private static final int NO_RESULT = 0x40;

  private final byte[] module;
  private final WasmModule parsed;
  private final TailCalls calls;
  private final int functions;
  private final int firstGlobal;
  private final Set<Integer> reachable;
  private final Map<Target, Integer> pending = new LinkedHashMap<>();
  private final Map<String, Integer> arguments = new LinkedHashMap<>();
  private final List<ValType> argumentTypes = new ArrayList<>();
  private final Map<Integer, Integer> moved = new LinkedHashMap<>();
  private final Map<Integer, Integer> exported = new LinkedHashMap<>();
  private final Map<List<ValType>, Integer> loops = new HashMap<>();
  private final List<List<ValType>> newTypes = new ArrayList<>();
  private final List<Integer> typesOfNew = new ArrayList<>();
  private final List<WasmWriter> codeOfNew = new ArrayList<>();
  private final boolean usesTables;

  private Trampolines(byte[] module, WasmModule parsed, TailCalls calls) {
    this.module = module;
    this.parsed = parsed;
    this.calls = calls;
    this.functions = calls.imported() + calls.bodies().size();
    this.firstGlobal =
        parsed.importSection().count(ExternalType.GLOBAL) + parsed.globalSection().globalCount();
    this.usesTables =
        calls.targets().values().stream().flatMap(List::stream).anyMatch(Target::isInTable);
    this.reachable = usesTables ? calls.reachableByTables() : Set.of();
  }

  /**
   * Makes the module.
   *
   * @param parsed the same, which has been found valid
   */
  static byte[] in(byte[] module, WasmModule parsed) throws Refused {
    Trampolines trampolines = new Trampolines(module, parsed, TailCalls.in(module, parsed));
    trampolines.number();
    trampolines.write();
    return trampolines.extension().of(module);
  }

  /** Gives numbers to what is new. */
  private void number() {
    for (int i = 0; i < calls.bodies().size(); i++) {
      int function = calls.imported() + i;
      if (calls.hasTail(function)) {
        moved.put(function, functions + moved.size());
        typesOfNew.add(calls.typeIndex(function));
      }
    }
    calls
        .targets()
        .forEach(
            (results, targets) -> {
              loops.put(results, functions + typesOfNew.size());
              newTypes.add(results);
              int type = parsed.typeSection().typeCount() + newTypes.size() - 1;
              typesOfNew.add(type);
              for (int from = 0; from < targets.size(); from += CALLS_A_FUNCTION) {
                typesOfNew.add(type);
              }
              targets.forEach(target -> pending.put(target, pending.size() + 1));
            });
    for (int i = 0; usesTables && i < parsed.exportSection().exportCount(); i++) {
      Export export = parsed.exportSection().getExport(i);
      if (export.exportType() == ExternalType.FUNCTION
          && moved.containsKey(export.index())
          && !exported.containsKey(export.index())) {
        exported.put(export.index(), functions + typesOfNew.size());
        typesOfNew.add(calls.typeIndex(export.index()));
      }
    }
  }

  private void write() {
    moved.keySet().forEach(function -> codeOfNew.add(movedBody(function)));
    calls.targets().forEach(this::loop);
    exported.keySet().forEach(function -> codeOfNew.add(fromOutside(function)));
  }

  private Body body(int function) {
    return calls.bodies().get(function - calls.imported());
  }

  private FunctionType type(int function) {
    return parsed.typeSection().getType(calls.typeIndex(function));
  }

  private int argument(ValType type, int which) {
    return arguments.computeIfAbsent(
        type.name() + which,
        unused -> {
          argumentTypes.add(type);
          return FIRST_ARGUMENT + argumentTypes.size() - 1;
        });
  }

  /** The global variables that hold the arguments of a call. */
  private List<Integer> arguments(FunctionType type) {
    Map<ValType, Integer> soFar = new HashMap<>();
    List<Integer> globals = new ArrayList<>();
    for (ValType each : type.params()) {
      globals.add(argument(each, soFar.merge(each, 1, Integer::sum)));
    }
    return globals;
  }

  private WasmWriter getGlobal(WasmWriter code, int global) {
    return code.octets(0x23).unsigned(firstGlobal + global);
  }

  private WasmWriter setGlobal(WasmWriter code, int global) {
    return code.octets(0x24).unsigned(firstGlobal + global);
  }

  private WasmWriter setGlobal(WasmWriter code, int global, int value) {
    return setGlobal(code.octets(0x41).signed(value), global);
  }

  private static void zero(WasmWriter code, ValType type) {
    if (type.equals(ValType.I32)) {
      code.octets(0x41, 0);
    } else if (type.equals(ValType.I64)) {
      code.octets(0x42, 0);
    } else if (type.equals(ValType.F32)) {
      code.octets(0x43, 0, 0, 0, 0);
    } else if (type.equals(ValType.F64)) {
      code.octets(0x44, 0, 0, 0, 0, 0, 0, 0, 0);
    } else {
      code.octets(0xd0, typeOfReference(type));
    }
  }

  private static int binary(ValType type) {
    return type.isReference() ? typeOfReference(type) : type.opcode();
  }

  private static int typeOfReference(ValType type) {
    return type.equals(ValType.FuncRef) ? 0x70 : 0x6f;
  }

  /** A body in which each tail call leaves what is to be called, and returns. */
  private WasmWriter movedBody(int function) {
    Body body = body(function);
    WasmWriter code = new WasmWriter();
    int copied = body.start();
    for (Site site : body.sites()) {
      code.copy(module, copied, site.start());
      copied = site.end();
      if (site.target().isInTable()) {
        setGlobal(code, ENTRY);
      }
      List<Integer> globals = arguments(calls.typeOf(site.target()));
      for (int i = globals.size() - 1; i >= 0; i--) {
        setGlobal(code, globals.get(i));
      }
      setGlobal(code, PENDING, pending.get(site.target()));
      type(function).returns().forEach(result -> zero(code, result));
      code.octets(0x0f);
    }
    return code.copy(module, copied, body.end());
  }

  /** What stands at the number of a function whose body has moved. */
  private WasmWriter entry(int function) {
    FunctionType type = type(function);
    int mark = type.params().size();
    WasmWriter code = new WasmWriter().octets(1, 1, I32);
    getGlobal(code, MARK).octets(0x21).unsigned(mark);
    setGlobal(code, MARK, 0);
    for (int i = 0; i < mark; i++) {
      code.octets(0x20).unsigned(i);
    }
    code.octets(0x10).unsigned(moved.get(function));
    code.octets(0x20).unsigned(mark).octets(0x0d, 0);
    getGlobal(code, PENDING).octets(0x45, 0x0d, 0);
    type.returns().forEach(unused -> code.octets(0x1a));
    return code.octets(0x10).unsigned(loops.get(type.returns())).octets(0x0b);
  }

  /** What the host calls: a call of its own, whatever mark there is. */
  private WasmWriter fromOutside(int function) {
    WasmWriter code = setGlobal(new WasmWriter().octets(0), MARK, 0);
    for (int i = 0; i < type(function).params().size(); i++) {
      code.octets(0x20).unsigned(i);
    }
    return code.octets(0x10).unsigned(function).octets(0x0b);
  }

  /** Calls what is pending until nothing is. Behind it come the functions that choose. */
  private void loop(List<ValType> results, List<Target> targets) {
    int firstChoice = loops.get(results) + 1;
    int type = typesOfNew.get(loops.get(results) - functions);
    int choices = (targets.size() - 1) / CALLS_A_FUNCTION + 1;
    WasmWriter code = new WasmWriter().unsigned(results.size());
    results.forEach(result -> code.octets(1, binary(result)));
    code.octets(0x03, NO_RESULT);
    choose(
        code,
        type,
        pending.get(targets.get(0)),
        CALLS_A_FUNCTION,
        0,
        choices,
        i -> code.octets(0x10).unsigned(firstChoice + i));
    for (int i = results.size() - 1; i >= 0; i--) {
      code.octets(0x21).unsigned(i);
    }
    getGlobal(code, PENDING).octets(0x0d, 0, 0x0b);
    for (int i = 0; i < results.size(); i++) {
      code.octets(0x20).unsigned(i);
    }
    codeOfNew.add(code.octets(0x0b));
    for (int from = 0; from < targets.size(); from += CALLS_A_FUNCTION) {
      List<Target> some = targets.subList(from, Math.min(from + CALLS_A_FUNCTION, targets.size()));
      WasmWriter choice = new WasmWriter().octets(0);
      choose(
          choice,
          type,
          pending.get(some.get(0)),
          1,
          0,
          some.size(),
          i -> call(choice, some.get(i)));
      codeOfNew.add(choice.octets(0x0b));
    }
  }

  /** Writes what is to be done for each of some numbers that may be pending. */
  private void choose(
      WasmWriter code, int type, int first, int step, int from, int to, IntConsumer each) {
    if (to - from == 1) {
      each.accept(from);
      return;
    }
    int middle = (from + to) >>> 1;
    getGlobal(code, PENDING).octets(0x41).signed(first + middle * step).octets(0x49, 0x04);
    code.signed(type);
    choose(code, type, first, step, from, middle, each);
    code.octets(0x05);
    choose(code, type, first, step, middle, to, each);
    code.octets(0x0b);
  }

  private void call(WasmWriter code, Target target) {
    setGlobal(code, PENDING, 0);
    arguments(calls.typeOf(target)).forEach(global -> getGlobal(code, global));
    if (target.isInTable()) {
      setGlobal(code, MARK, 1);
      getGlobal(code, ENTRY).octets(0x11).unsigned(target.index()).unsigned(target.table());
      setGlobal(code, MARK, 0);
    } else {
      code.octets(0x10).unsigned(moved.getOrDefault(target.index(), target.index()));
    }
  }

  private ModuleExtension extension() {
    List<WasmWriter> types = new ArrayList<>();
    for (List<ValType> results : newTypes) {
      WasmWriter type = new WasmWriter().octets(WasmReader.FUNCTION_TYPE, 0);
      type.unsigned(results.size());
      results.forEach(result -> type.octets(binary(result)));
      types.add(type);
    }
    List<WasmWriter> globals = new ArrayList<>();
    for (int i = 0; i < FIRST_ARGUMENT; i++) {
      globals.add(global(ValType.I32));
    }
    argumentTypes.forEach(type -> globals.add(global(type)));
    Map<Integer, String> names = new LinkedHashMap<>();
    moved.forEach(
        (function, body) -> {
          String name = FunctionNames.ofAuthor(parsed, function);
          if (name != null) {
            names.put(body, name);
          }
        });
    return new ModuleExtension(types, typesOfNew, globals, exported, bodies(), names);
  }

  private static WasmWriter global(ValType type) {
    WasmWriter global = new WasmWriter().octets(binary(type), 1);
    zero(global, type);
    return global.octets(0x0b);
  }

  private List<WasmWriter> bodies() {
    List<WasmWriter> all = new ArrayList<>();
    for (int i = 0; i < calls.bodies().size(); i++) {
      int function = calls.imported() + i;
      Body body = body(function);
      if (moved.containsKey(function)) {
        all.add(entry(function));
      } else if (reachable.contains(function)) {
        WasmWriter marked = new WasmWriter().copy(module, body.start(), body.code());
        all.add(setGlobal(marked, MARK, 0).copy(module, body.code(), body.end()));
      } else {
        all.add(new WasmWriter().copy(module, body.start(), body.end()));
      }
    }
    all.addAll(codeOfNew);
    return all;
  }
}
