package parigot.wasm;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a guest was when something was thrown in it. */
final class TrapStack {
  private static final int MOST_IN_SENTENCE = 3;

  /** What a guest may tell of its lines, in characters: a thousand calls. */
  private static final int LONGEST = 65_536;

  private TrapStack() {}

  /**
   * The functions that were running and have names, the innermost first; or the innermost alone, by
   * its number, where none has a name. Where the module knows the lines, each but the innermost
   * function stands with the line that called, {@code shop.Cart.total:31}.
   *
   * @param lines the module's own account of its calls, if it gives one
   */
  static List<String> of(WasmModule module, Throwable thrown, Optional<ExportFunction> lines) {
    List<String> running = FunctionNames.running(module, thrown);
    List<String> told = lines.map(TrapStack::lines).orElse(List.of());
    List<String> stack = FunctionNames.named(running);
    // What the innermost function last called it has come back from.
    boolean innermostIsNamed = !running.isEmpty() && stack.get(0).equals(running.get(0));
    return merged(stack, told, innermostIsNamed ? 1 : 0);
  }

  /**
   * The end of a sentence that says where a guest was: the innermost functions that are not the
   * same; empty where none is known.
   */
  static String inSentence(List<String> stack) {
    List<String> different = new ArrayList<>();
    for (String function : stack) {
      if (different.isEmpty() || !different.get(different.size() - 1).equals(function)) {
        different.add(function);
      }
    }
    return different.isEmpty()
        ? ""
        : different.stream()
            .limit(MOST_IN_SENTENCE)
            .collect(Collectors.joining(", called by ", " in its function ", ""));
  }

  /**
   * The module's account is the guest's own code, run once more after the trap. Whatever it does,
   * it takes nothing from what is known without it.
   */
  private static List<String> lines(ExportFunction next) {
    StringBuilder text = new StringBuilder();
    try {
      int unit = (int) next.apply()[0];
      while (unit >= 0 && text.length() < LONGEST) {
        text.append((char) unit);
        unit = (int) next.apply()[0];
      }
    } catch (Throwable e) {
      // Its functions are told without their lines.
      return List.of();
    }
    return text.toString().lines().filter(line -> !line.isEmpty()).map(Printable::name).toList();
  }

  /**
   * Puts lines to the functions that they are of. The account knows methods that are no functions,
   * or have other names there, and not every function: those stand without.
   *
   * @param unknown how many of the functions, from the innermost, it says nothing of
   */
  private static List<String> merged(List<String> functions, List<String> lines, int unknown) {
    List<String> merged = new ArrayList<>(functions.subList(0, unknown));
    int next = unknown;
    for (String line : lines) {
      String name = line.replaceFirst(":[0-9]+$", "");
      int found = next;
      while (found < functions.size() && !functions.get(found).equals(name)) {
        found++;
      }
      if (found < functions.size()) {
        merged.addAll(functions.subList(next, found));
        next = found + 1;
        merged.add(line);
      }
    }
    merged.addAll(functions.subList(next, functions.size()));
    return merged;
  }
}
