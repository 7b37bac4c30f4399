package parigot.wasm;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.MethodTooLargeException;

/**
 * A module's functions as Java classes.
 *
 * @param classes a jar, in Chicory's form
 * @param interpreted the numbers of the functions that are too large for a Java method
 * @param left the numbers of those that HotSpot may leave to its interpreter
 */
record Compilation(byte[] classes, Set<Integer> interpreted, Set<Integer> left) {
  /** So few that a trial ends soon behind a function that is too large. */
  private static final int FUNCTIONS_A_TRIAL = 256;

  /**
   * So few that it can be told how far the compiler is, that a class needs little memory, and that
   * little is read twice: ASM makes a class once more that has a jump of more than 32 KiB.
   */
  private static final int FUNCTIONS_A_CLASS = 64;

  /**
   * Finds the functions that are too large for a Java method. The compiler stops at the first that
   * it comes to, so it is given again and again a module of those alone that may be, behind that
   * one: what is large is compiled once more, and the whole module is not compiled anew each time.
   *
   * @param certain those that are known to be
   * @param perhaps those that may be; what is not among them is not looked at
   * @param cutTo makes a module in which only these functions have their bodies
   */
  static Set<Integer> beyondJava(
      Set<Integer> certain, Set<Integer> perhaps, Function<Set<Integer>, WasmModule> cutTo) {
    Set<Integer> found = new TreeSet<>(certain);
    TreeSet<Integer> left = new TreeSet<>(perhaps);
    while (!left.isEmpty()) {
      requireWanted();
      try {
        Compiler.builder(cutTo.apply(left))
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .withMaxFunctionsPerClass(FUNCTIONS_A_TRIAL)
            .withClassCollectorFactory(Trial::new)
            .build()
            .compile();
        return found;
      } catch (ChicoryException e) {
        int tooLarge = functionTooLarge(e).orElseThrow(() -> e);
        found.add(tooLarge);
        left = new TreeSet<>(left.tailSet(tooLarge, false));
      }
    }
    return found;
  }

  /**
   * Compiles a module that has been found valid.
   *
   * @param name what the module is called where its classes show
   * @param beyondJava functions that are known to be too large for a Java method
   */
  static Compilation of(
      WasmModule module, String name, Set<Integer> beyondJava, Progress progress) {
    ReadableNames names =
        new ReadableNames(name, function -> FunctionNames.ofAuthor(module, function));
    LeanFunctions lean = new LeanFunctions(module);
    int functions =
        module.importSection().count(ExternalType.FUNCTION)
            + module.functionSection().functionCount();
    Set<Integer> interpreted = new TreeSet<>(beyondJava);
    while (true) {
      requireWanted();
      try {
        CompilerResult result =
            Compiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.FAIL)
                .withInterpretedFunctions(interpreted)
                .withMaxFunctionsPerClass(FUNCTIONS_A_CLASS)
                .withClassCollectorFactory(() -> new Classes(functions, progress))
                .build()
                .compile();
        byte[] jar = jar(result.collector(), lean, names);
        return new Compilation(jar, Set.copyOf(interpreted), MethodLengths.tooLong(jar));
      } catch (ChicoryException e) {
        OptionalInt tooLarge = functionTooLarge(e);
        if (tooLarge.isEmpty() || !interpreted.add(tooLarge.getAsInt())) {
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a jar in memory cannot be written or read", e);
      }
    }
  }

  /**
   * Gives up when nobody waits for the classes any more. The engine's compiler looks at no
   * interrupt, so this is asked wherever it hands something over.
   *
   * @throws CancellationException when this thread was interrupted
   */
  private static void requireWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("nobody waits for these classes any more");
    }
  }

  /** The classes in the form in which the compiler takes them from a cache. */
  private static byte[] jar(ClassCollector classes, LeanFunctions lean, ReadableNames names)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry("wasm-module.properties"));
      jar.write(
          ("mainClass=" + names.ofClass(classes.mainClassName()) + "\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(classes.classBytes()).entrySet()) {
        requireWanted();
        String name = names.ofClass(entry.getKey());
        jar.putNextEntry(new JarEntry(name.replace('.', '/') + ".class"));
        byte[] divided = IndirectCalls.in(entry.getKey(), entry.getValue());
        jar.write(names.in(lean.in(entry.getKey(), divided)));
      }
    }
    return bytes.toByteArray();
  }

  /** Makes the classes into what runs instances of the module's run form. */
  Function<Instance, Machine> machines(WasmModule runForm) {
    return MachineFactoryCompiler.builder(runForm).withCache(new Given(classes)).compile();
  }

  private static OptionalInt functionTooLarge(ChicoryException e) {
    return e.getCause() instanceof MethodTooLargeException method
        ? ReadableNames.functionOf(method.getMethodName())
        : OptionalInt.empty();
  }

  /** Takes the classes of a trial, for which somebody may no longer wait. */
  private static final class Trial extends ByteClassCollector {
    @Override
    public void put(String className, byte[] bytes) {
      requireWanted();
    }
  }

  /** Takes the classes that the compiler makes, some functions at a time. */
  private static final class Classes extends ByteClassCollector {
    private final int functions;
    private final Progress progress;
    private long done;

    Classes(int functions, Progress progress) {
      this.functions = functions;
      this.progress = progress;
    }

    @Override
    public void put(String className, byte[] bytes) {
      requireWanted();
      super.put(className, bytes);
      if (className.contains(LeanFunctions.CLASS)) {
        done += FUNCTIONS_A_CLASS;
        progress.compiled(done, functions);
      }
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
