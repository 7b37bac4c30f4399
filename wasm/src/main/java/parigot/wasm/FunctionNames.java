package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What people call a module's functions. */
final class FunctionNames {
  private static final String COMPILED_CLASS = "com.dylibso.chicory.$gen.CompiledMachine";
  private static final String COMPILED_METHOD = "func_";
  private static final int MOST_LISTED = 10;

  private FunctionNames() {}

  /** The name that the module's author gave a function, where the module has kept it. */
  static String nameOf(WasmModule module, int function) {
    String name =
        module.nameSection() == null ? null : module.nameSection().nameOfFunction(function);
    return name == null ? "number " + function : Printable.name(name);
  }

  /** Some functions, as they stand in a sentence; of many the first ones. */
  static String listOf(WasmModule module, Set<Integer> functions) {
    String names =
        functions.stream()
            .sorted()
            .limit(MOST_LISTED)
            .map(function -> nameOf(module, function))
            .collect(Collectors.joining(", "));
    if (functions.size() > MOST_LISTED) {
      names += " and %,d more".formatted(functions.size() - MOST_LISTED);
    }
    return (functions.size() == 1 ? "the function " : "the functions ") + names;
  }

  /** The innermost function of the module that was running when this was thrown. */
  static Optional<String> running(WasmModule module, Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith(COMPILED_CLASS)
          && frame.getMethodName().startsWith(COMPILED_METHOD)) {
        try {
          int function =
              Integer.parseInt(frame.getMethodName().substring(COMPILED_METHOD.length()));
          return Optional.of(nameOf(module, function));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
