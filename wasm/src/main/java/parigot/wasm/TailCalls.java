package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the tail calls of a module, which the engine would run as calls that take stack. In a
 * module with {@link Trampolines} they return to a loop that makes them.
 */
final class TailCalls {
  private static final Set<ValType> TYPES =
      Set.of(
          ValType.I32, ValType.I64, ValType.F32, ValType.F64, ValType.FuncRef, ValType.ExternRef);

  /**
   * What a tail call calls.
   *
   * @param table the table's number, or -1 for a function that is called by its number
   * @param index the function's number; of one in a table its type's
   */
  record Target(int table, int index) {
    boolean isInTable() {
      return table >= 0;
    }
  }

  /** A tail call, from one place in the module's bytes up to another. */
  record Site(int start, int end, Target target) {}

  /**
   * The body of a function.
   *
   * @param start where it begins, behind its length
   * @param code where its instructions begin, behind its local variables
   */
  record Body(int start, int code, int end, List<Site> sites) {}

  private final WasmModule parsed;
  private final WasmReader in;
  private final List<Integer> importedTypes = new ArrayList<>();
  private final List<Body> bodies = new ArrayList<>();
  private final Set<Target> targets = new LinkedHashSet<>();

  private TailCalls(byte[] module, WasmModule parsed) {
    this.parsed = parsed;
    this.in = new WasmReader(module);
    parsed.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .forEach(imported -> importedTypes.add(((FunctionImport) imported).typeIndex()));
  }

  /**
   * Finds those of a module.
   *
   * @param parsed the same, which has been found valid
   */
  static TailCalls in(byte[] module, WasmModule parsed) throws Refused {
    TailCalls found = new TailCalls(module, parsed);
    found.find();
    return found;
  }

  private void find() throws Refused {
    in.skip(WasmReader.HEADER);
    while (!in.atEnd()) {
      int id = in.octet();
      int size = in.count();
      int end = in.endOf(size);
      if (id == WasmReader.CODE) {
        for (int left = in.count(); left > 0; left--) {
          body();
        }
      }
      in.seek(end);
    }
  }

  private void body() throws Refused {
    InstructionReader instructions = new InstructionReader(in);
    int size = in.count();
    int start = in.at();
    int end = in.endOf(size);
    for (int groups = in.count(); groups > 0; groups--) {
      long unused = in.unsigned();
      instructions.valueType("a local variable");
    }
    int code = in.at();
    List<Site> sites = new ArrayList<>();
    while (in.at() < end) {
      int at = in.at();
      OpCode opcode = instructions.next(-1);
      if (opcode == OpCode.RETURN_CALL || opcode == OpCode.RETURN_CALL_INDIRECT) {
        Target target = target(at + 1, opcode == OpCode.RETURN_CALL_INDIRECT);
        if (isSimple(typeOf(target))) {
          sites.add(new Site(at, in.at(), target));
          targets.add(target);
        }
      }
    }
    bodies.add(new Body(start, code, end, sites));
  }

  private Target target(int operands, boolean isInTable) {
    WasmReader reader = in.copyAt(operands);
    int index = reader.count();
    return new Target(isInTable ? reader.count() : -1, index);
  }

  /**
   * Whether all values can be kept in global variables; where not, the call stays a call. The
   * results are then those of the caller, too.
   */
  private static boolean isSimple(FunctionType type) {
    return TYPES.containsAll(type.params()) && TYPES.containsAll(type.returns());
  }

  int imported() {
    return importedTypes.size();
  }

  List<Body> bodies() {
    return bodies;
  }

  /** What the tail calls call, by the types of their results. */
  Map<List<ValType>, List<Target>> targets() {
    return targets.stream()
        .collect(
            Collectors.groupingBy(
                target -> typeOf(target).returns(), LinkedHashMap::new, Collectors.toList()));
  }

  boolean hasTail(int function) {
    return function >= imported() && !bodies.get(function - imported()).sites().isEmpty();
  }

  /** The number of a function's type. */
  int typeIndex(int function) {
    return function < imported()
        ? importedTypes.get(function)
        : parsed.functionSection().getFunctionType(function - imported());
  }

  FunctionType typeOf(Target target) {
    return parsed
        .typeSection()
        .getType(target.isInTable() ? target.index() : typeIndex(target.index()));
  }

  /** The functions that a table may have in it, or that the host calls. */
  Set<Integer> reachableByTables() {
    Set<Integer> functions = new TreeSet<>();
    for (int i = 0; i < parsed.exportSection().exportCount(); i++) {
      if (parsed.exportSection().getExport(i).exportType() == ExternalType.FUNCTION) {
        functions.add(parsed.exportSection().getExport(i).index());
      }
    }
    Stream.concat(
            parsed.elementSection().stream().flatMap(each -> each.initializers().stream()),
            Arrays.stream(parsed.globalSection().globals())
                .map(global -> global.initInstructions()))
        .flatMap(List::stream)
        .filter(instruction -> instruction.opcode() == OpCode.REF_FUNC)
        .forEach(instruction -> functions.add((int) instruction.operand(0)));
    return functions;
  }
}
