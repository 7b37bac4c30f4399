package parigot.maven;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.teavm.backend.wasm.generate.WasmNameProvider;
import org.teavm.dependency.DependencyInfo;
import org.teavm.model.MethodReference;
import parigot.wasm.ModuleException;

/** The method of a program that TeaVM has made a function of which is not valid. */
final class InvalidMethod {
  private static final Pattern FUNCTION = Pattern.compile("its function (meth_\\w+): ");
  private static final Pattern AGAIN = Pattern.compile("_?\\d*");

  private InvalidMethod() {}

  /** What to say of a program, of whose module with names the engine says this. */
  static GuestCompilationException of(
      String mainClass, ModuleException refused, DependencyInfo program) {
    Matcher function = FUNCTION.matcher(refused.getMessage());
    Optional<String> method =
        function.find() ? named(function.group(1), program) : Optional.empty();
    return new GuestCompilationException(
        List.of(
            ("%s: TeaVM makes WebAssembly of %s that no engine runs: %s. Write it in another way,"
                    + " and report it.")
                .formatted(
                    mainClass,
                    method.orElse("the program"),
                    refused.getMessage().replaceFirst("^.*?is not a valid", "it is not a valid"))));
  }

  private static Optional<String> named(String function, DependencyInfo program) {
    String found =
        program.getReachableMethods().stream()
            .filter(method -> isNamed(function, method))
            .map(method -> method.getClassName() + "." + method.getName())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" or "));
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /** TeaVM gives a name that is there already a number. */
  private static boolean isNamed(String function, MethodReference method) {
    String name = new WasmNameProvider().forMethod(method);
    return function.startsWith(name) && AGAIN.matcher(function.substring(name.length())).matches();
  }
}
