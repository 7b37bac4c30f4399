package parigot.wasm;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.objectweb.asm.MethodTooLargeException;

/**
 * A module's functions as Java classes.
 *
 * @param classes a jar, in Chicory's form
 * @param interpreted the numbers of the functions that are too large for a Java method
 */
record Compilation(byte[] classes, Set<Integer> interpreted) {
  private static final String METHOD_PREFIX = "func_";

  /** Compiles a module that has been found valid. */
  static Compilation of(WasmModule module) {
    Set<Integer> interpreted = new TreeSet<>();
    while (true) {
      Taken classes = new Taken();
      var compiler =
          MachineFactoryCompiler.builder(module)
              .withInterpreterFallback(InterpreterFallback.FAIL)
              .withInterpretedFunctions(interpreted)
              .withCache(classes);
      try {
        compiler.compile();
        return new Compilation(
            classes.taken.orElseThrow(
                () -> new ChicoryException("Chicory runs without digests, which it must not")),
            Set.copyOf(interpreted));
      } catch (ChicoryException e) {
        OptionalInt tooLarge = functionTooLarge(e);
        if (tooLarge.isEmpty() || !interpreted.add(tooLarge.getAsInt())) {
          throw e;
        }
      }
    }
  }

  /** Makes the classes into what runs instances of the module's run form. */
  Function<Instance, Machine> machines(WasmModule runForm) {
    return MachineFactoryCompiler.builder(runForm).withCache(new Given(classes)).compile();
  }

  private static OptionalInt functionTooLarge(ChicoryException e) {
    return e.getCause() instanceof MethodTooLargeException method
            && method.getMethodName().startsWith(METHOD_PREFIX)
        ? OptionalInt.of(Integer.parseInt(method.getMethodName().substring(METHOD_PREFIX.length())))
        : OptionalInt.empty();
  }

  /** Takes the classes that the compiler makes. */
  private static final class Taken implements Cache {
    private Optional<byte[]> taken = Optional.empty();

    @Override
    public byte[] get(String key) {
      return null;
    }

    @Override
    public void putIfAbsent(String key, byte[] data) {
      taken = Optional.of(data);
    }
  }

  /** Gives the compiler classes that were made before. */
  private record Given(byte[] classes) implements Cache {
    @Override
    public byte[] get(String key) {
      return classes;
    }

    @Override
    public void putIfAbsent(String key, byte[] data) {
      throw new IllegalStateException("compiled although the classes were given");
    }
  }
}
