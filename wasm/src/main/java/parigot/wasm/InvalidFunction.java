package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the function for which a module is not valid, as the parser does not tell. */
final class InvalidFunction {
  private final byte[] module;
  private final int imported;

  private InvalidFunction(byte[] module, int imported) {
    this.module = module;
    this.imported = imported;
  }

  /** The name of the first one, or its number; empty when the module is wrong in another place. */
  static Optional<String> of(byte[] module) {
    WasmModule bare = Engine.parse(StrippedModule.of(module, 0, Set.of()), false);
    int imported = bare.importSection().count(ExternalType.FUNCTION);
    int functions = bare.codeSection().functionBodyCount();
    InvalidFunction search = new InvalidFunction(module, imported);
    if (search.isValid(0, functions)) {
      return Optional.empty();
    }
    int from = 0;
    int to = functions;
    while (to - from > 1) {
      int middle = (from + to) >>> 1;
      if (search.isValid(from, middle)) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return Optional.of(FunctionNames.nameOf(bare, imported + from));
  }

  private boolean isValid(int from, int to) {
    Set<Integer> kept =
        IntStream.range(imported + from, imported + to).boxed().collect(Collectors.toSet());
    try {
      WasmModule valid = Engine.parse(StrippedModule.of(module, imported, kept), true);
      return valid != null;
    } catch (RuntimeException invalid) {
      return false;
    }
  }
}
