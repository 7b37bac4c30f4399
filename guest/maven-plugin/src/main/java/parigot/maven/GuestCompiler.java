package parigot.maven;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.tooling.EmptyTeaVMToolLog;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.tooling.TeaVMToolException;
import org.teavm.vm.TeaVMOptimizationLevel;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.ModuleException;

/**
 * Compiles a Java program to a WebAssembly module, by TeaVM. The program is a class with a {@code
 * main}; of the class path only what it can reach is compiled.
 */
final class GuestCompiler {
  private static final String MADE = "guest.wasm";
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /**
   * What a guest starts with: an instance that has little to do stays under a mebibyte, and the
   * heap grows from there.
   */
  private static final int MIN_HEAP = 128 * KIB;

  private static final int MIN_DIRECT_BUFFERS = 16 * KIB;
  private static final int MAX_DIRECT_BUFFERS = 64 * MIB;

  /** What changes the program on its way through TeaVM, in this order. */
  private static final List<Class<? extends ClassHolderTransformer>> TRANSFORMERS =
      List.of(
          SoundCollector.class,
          WeakReferences.class,
          RandomAsSeeded.class,
          JavaDivision.class,
          CheckedArrays.class,
          LibraryAsJava.class,
          ToldExceptions.class,
          StackForHost.class,
          SignOfZero.class,
          WholeExceptions.class,
          MoreMethods.class,
          RoomForCollector.class,
          RoomForLargeObjects.class,
          BoundedStack.class,
          HeldObjects.class,
          LeanArguments.class,
          LeanOutput.class);

  private final ClassPath classPath;
  private final Options options;
  private final Set<Class<? extends ClassHolderTransformer>> without;

  /**
   * What an author may choose.
   *
   * @param maxHeapMib what the module's heap may grow to, in mebibytes
   * @param stackTraces whether stack traces tell methods and lines, which makes a module larger by
   *     more than half
   */
  record Options(int maxHeapMib, boolean stackTraces) {}

  GuestCompiler(ClassPath classPath, Options options) {
    this(classPath, options, Set.of());
  }

  /** Without some of what changes the program, to measure what that costs. */
  GuestCompiler(
      ClassPath classPath, Options options, Set<Class<? extends ClassHolderTransformer>> without) {
    this.classPath = classPath;
    this.options = options;
    this.without = without;
  }

  /**
   * Writes the module of a program.
   *
   * @return the names of all classes and files that were looked for on the class path
   * @throws GuestCompilationException what the program uses does not exist in a guest, said for
   *     each use with the line of the program's code
   */
  Set<String> compile(String mainClass, Path module) throws GuestCompilationException, IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(module.getParent()), "teavm");
    try (ClassesOfGuest classes = classes(mainClass);
        Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      TeaVMTool tool = tool(folder, classes, !options.stackTraces());
      Path made = made(tool, mainClass, folder);
      try {
        engine.validate(engine.inspect(made));
      } catch (ModuleException e) {
        throw refusal(engine, tool(folder, classes, false), mainClass, folder, e);
      }
      Files.write(made, MethodNames.in(Files.readAllBytes(made), tool.getDependencyInfo()));
      Files.move(made, module, StandardCopyOption.REPLACE_EXISTING);
      return classes.lookedFor();
    } finally {
      delete(folder);
    }
  }

  private Path made(TeaVMTool tool, String mainClass, Path folder)
      throws GuestCompilationException, IOException {
    generate(tool, mainClass);
    List<String> problems =
        new ProblemReport(tool.getProblemProvider(), tool.getDependencyInfo(), classPath)
            .sentences();
    if (!problems.isEmpty()) {
      throw new GuestCompilationException(problems);
    }
    Path made = folder.resolve(MADE);
    byte[] module = EndlessMethods.marked(Files.readAllBytes(made));
    Files.write(made, DataWithoutZeros.of(module));
    return made;
  }

  /** Of a module that is not valid, which is made once more with the names of its functions. */
  private GuestCompilationException refusal(
      Engine engine, TeaVMTool named, String mainClass, Path folder, ModuleException unnamed)
      throws GuestCompilationException, IOException {
    ModuleException refused = unnamed;
    Path made = made(named, mainClass, folder);
    try {
      engine.validate(engine.inspect(made));
    } catch (ModuleException e) {
      refused = e;
    }
    return InvalidMethod.of(mainClass, refused, named.getDependencyInfo());
  }

  private TeaVMTool tool(Path folder, ClassLoader classes, boolean obfuscated) {
    TeaVMTool tool = new TeaVMTool();
    tool.setTargetType(TeaVMTargetType.WEBASSEMBLY_WASI);
    // The stronger optimisations were seen to miscompile correct programs.
    tool.setOptimizationLevel(TeaVMOptimizationLevel.SIMPLE);
    tool.setObfuscated(obfuscated);
    // As a Java virtual machine does unless told otherwise.
    tool.setAssertionsRemoved(true);
    tool.setMainClass(ToldExceptions.EntryPoint.class.getName());
    tool.setTargetDirectory(folder.toFile());
    tool.setTargetFileName(MADE);
    tool.setClassLoader(classes);
    tool.setMinHeapSize(MIN_HEAP);
    tool.setMaxHeapSize(options.maxHeapMib() * MIB);
    tool.setMinDirectBuffersSize(MIN_DIRECT_BUFFERS);
    tool.setMaxDirectBuffersSize(MAX_DIRECT_BUFFERS);
    TRANSFORMERS.stream()
        .filter(each -> !without.contains(each))
        .map(Class::getName)
        .forEach(tool.getTransformers()::add);
    tool.setLog(new EmptyTeaVMToolLog());
    return tool;
  }

  private static void generate(TeaVMTool tool, String mainClass) throws GuestCompilationException {
    try {
      tool.generate();
    } catch (TeaVMToolException e) {
      throw new GuestCompilationException(mainClass + " cannot be compiled to WebAssembly", e);
    }
  }

  private ClassesOfGuest classes(String mainClass) {
    URL[] urls = classPath.all().stream().map(GuestCompiler::url).toArray(URL[]::new);
    return new ClassesOfGuest(urls, TeaVMTool.class.getClassLoader(), mainClass);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path + " cannot stand in a class path", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
