package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What people call a module's functions. */
final class FunctionNames {
  private static final int MOST_LISTED = 10;
  private static final String NUMBER = "number ";

  private FunctionNames() {}

  /** The name that the module's author gave a function; null where the module has not kept it. */
  static String ofAuthor(WasmModule module, int function) {
    return module.nameSection() == null ? null : module.nameSection().nameOfFunction(function);
  }

  /** What a function is called, by its name or its number. */
  static String nameOf(WasmModule module, int function) {
    String name = ofAuthor(module, function);
    return name == null ? NUMBER + function : Printable.name(name);
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

  /** The functions of the module that were running when this was thrown, the innermost first. */
  static List<String> running(WasmModule module, Throwable thrown) {
    List<String> functions = running(module, thrown.getStackTrace());
    // Where the calls went too deep is known to the machine's own error.
    Throwable cause = thrown.getCause();
    return functions.isEmpty() && cause != null
        ? running(module, cause.getStackTrace())
        : functions;
  }

  /** Of these functions those that have names; where none has, the innermost. */
  static List<String> named(List<String> running) {
    List<String> named = running.stream().filter(FunctionNames::isName).toList();
    return named.isEmpty() ? running.stream().limit(1).toList() : named;
  }

  /** Whether a function is called so, and not by its number. */
  static boolean isName(String function) {
    return !function.startsWith(NUMBER);
  }

  private static List<String> running(WasmModule module, StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .filter(frame -> frame.getClassName().startsWith(ReadableNames.PACKAGE))
        .map(frame -> ReadableNames.functionOf(frame.getMethodName()))
        .filter(OptionalInt::isPresent)
        .map(function -> nameOf(module, function.getAsInt()))
        .toList();
  }
}
