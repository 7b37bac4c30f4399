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
import java.util.function.Supplier;
import org.teavm.dependency.PreciseDependencyAnalyzer;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ReferenceCache;
import org.teavm.model.transformation.AssertionRemoval;
import org.teavm.parsing.ClasspathClassHolderSource;
import org.teavm.parsing.ClasspathResourceProvider;
import org.teavm.vm.DirectoryBuildTarget;
import org.teavm.vm.TeaVM;
import org.teavm.vm.TeaVMBuilder;
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

  /** What changes the program on its way through TeaVM, in this order. */
  private static final List<Supplier<ClassHolderTransformer>> TRANSFORMERS =
      List.of(
          SoundCollector::new,
          WeakReferences::new,
          RandomAsSeeded::new,
          JavaDivision::new,
          CheckedArrays::new,
          LibraryAsJava::new,
          ToldExceptions::new,
          StackForHost::new,
          SignOfZero::new,
          WholeExceptions::new,
          MoreMethods::new,
          RoomForCollector::new,
          RoomForLargeObjects::new,
          BoundedStack::new,
          HeldObjects::new,
          LeanArguments::new,
          LeanOutput::new,
          UsedCasts::new,
          OneThread::new);

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
      TeaVM compiler = compiler(classes, !options.stackTraces());
      Path made = made(compiler, mainClass, folder);
      try {
        engine.validate(engine.inspect(made));
      } catch (ModuleException e) {
        throw refusal(engine, compiler(classes, false), mainClass, folder, e);
      }
      Files.write(made, MethodNames.in(Files.readAllBytes(made), compiler.getDependencyInfo()));
      Files.move(made, module, StandardCopyOption.REPLACE_EXISTING);
      return classes.lookedFor();
    } finally {
      delete(folder);
    }
  }

  private Path made(TeaVM compiler, String mainClass, Path folder)
      throws GuestCompilationException, IOException {
    try {
      compiler.build(new DirectoryBuildTarget(folder.toFile()), MADE);
    } catch (RuntimeException e) {
      throw new GuestCompilationException(mainClass + " cannot be compiled to WebAssembly", e);
    }
    List<String> problems =
        new ProblemReport(compiler.getProblemProvider(), compiler.getDependencyInfo(), classPath)
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
      Engine engine, TeaVM named, String mainClass, Path folder, ModuleException unnamed)
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

  private TeaVM compiler(ClassLoader classes, boolean obfuscated) {
    GuestTarget target = new GuestTarget();
    target.setMinHeapSize(MIN_HEAP);
    target.setMaxHeapSize(options.maxHeapMib() * MIB);
    target.setObfuscated(obfuscated);
    ReferenceCache references = new ReferenceCache();
    ClasspathResourceProvider resources = new ClasspathResourceProvider(classes);
    TeaVM compiler =
        new TeaVMBuilder(target)
            .setClassLoader(classes)
            .setReferenceCache(references)
            .setResourceProvider(resources)
            .setClassSource(
                new WholePrograms(new ClasspathClassHolderSource(resources, references)))
            .setDependencyAnalyzerFactory(PreciseDependencyAnalyzer::new)
            .setObfuscated(obfuscated)
            .build();
    // As a Java virtual machine does unless told otherwise.
    compiler.add(new AssertionRemoval());
    // The stronger optimisations were seen to miscompile correct programs.
    compiler.setOptimizationLevel(TeaVMOptimizationLevel.SIMPLE);
    compiler.installPlugins();
    TRANSFORMERS.stream()
        .map(Supplier::get)
        .filter(each -> !without.contains(each.getClass()))
        .forEach(compiler::add);
    compiler.setEntryPoint(ToldExceptions.EntryPoint.class.getName());
    return compiler;
  }

  private ClassesOfGuest classes(String mainClass) {
    URL[] urls = classPath.all().stream().map(GuestCompiler::url).toArray(URL[]::new);
    return new ClassesOfGuest(urls, TeaVM.class.getClassLoader(), mainClass);
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
