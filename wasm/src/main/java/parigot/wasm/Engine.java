package parigot.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads WebAssembly modules: checks them, compiles them to Java classes, and keeps what it
 * compiled, in memory as long as it is open and in a folder for later runs.
 *
 * <p>Open one for an application, load each module once (several at a time, from as many threads),
 * and instantiate the modules as often as guests are started. Closing lets go of the modules; those
 * that were handed out, and their instances, go on working.
 */
public final class Engine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  /** The size from which a module is inspected in less time when it was before. */
  private static final int WORTH_KEEPING = 1 << 20;

  private final Optional<CompileCache> cache;
  private final Duration loadTimeout;
  private final boolean interpreted;
  private final LoadingMemory memory = new LoadingMemory(Runtime.getRuntime().maxMemory());
  private final Map<String, CompletableFuture<Code>> loaded = new ConcurrentHashMap<>();

  private Engine(Optional<CompileCache> cache, Duration loadTimeout, boolean interpreted) {
    this.cache = cache;
    this.loadTimeout = loadTimeout;
    this.interpreted = interpreted;
  }

  /** A module's content, independent of the files it is found in. */
  record Code(WasmModule runForm, ModuleFacts facts, Function<Instance, Machine> machines) {}

  /**
   * Opens an engine. A cache folder that cannot be used is no error: a warning says why, and
   * modules are compiled anew.
   */
  public static Engine open(EngineSettings settings) {
    return new Engine(
        settings.cacheDirectory().flatMap(CompileCache::open),
        settings.loadTimeout(),
        settings.interpreted());
  }

  /** {@link #inspect Inspects} a module and {@link #compile compiles} it. */
  public CompiledModule load(Path file) throws ModuleException {
    return compile(inspect(file), CompileListener.NONE);
  }

  /**
   * Reads a module and looks at everything but its functions, which takes a fraction of the time
   * that compiling them does. May be called by several threads at once.
   *
   * @throws ModuleException when the file is no module, or the module is no guest; the message is a
   *     sentence that begins with the file
   */
  public InspectedModule inspect(Path file) throws ModuleException {
    try {
      return inspected(file);
    } catch (Refused e) {
      throw new ModuleException(file + " " + e.getMessage(), e);
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw new ModuleException(file + " " + unusable(e).getMessage(), e);
    }
  }

  /**
   * Makes a module ready to be instantiated. Nothing of it runs. May be called by several threads
   * at once; the same content, whatever its file, is compiled once, and later callers wait for it;
   * when memory is short, modules are compiled one after the other.
   *
   * @param listener hears how far it is
   * @throws ModuleException when a function is not valid, takes too long to be compiled or needs
   *     too much memory for it; the message is a sentence that begins with the file
   */
  public CompiledModule compile(InspectedModule module, CompileListener listener)
      throws ModuleException {
    try {
      return new CompiledModule(module.file(), module.digest(), codeOf(module, listener));
    } catch (Refused e) {
      throw new ModuleException(module.file() + " " + e.getMessage(), e);
    }
  }

  /**
   * Looks at the functions of a module too, and compiles nothing.
   *
   * @throws ModuleException when one is not valid; the message is a sentence that begins with the
   *     file and names the function
   */
  public void validate(InspectedModule module) throws ModuleException {
    try {
      WasmModule unused = valid(bytesOf(module));
    } catch (Refused e) {
      throw new ModuleException(module.file() + " " + e.getMessage(), e);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new ModuleException(module.file() + " " + unusable(e).getMessage(), e);
    }
  }

  @Override
  public void close() {
    loaded.clear();
  }

  private static WasmModule valid(byte[] bytes) {
    try {
      return parse(bytes, true);
    } catch (ChicoryException e) {
      Optional<String> function = InvalidFunction.of(bytes);
      if (function.isEmpty()) {
        throw e;
      }
      throw new InvalidException(
          "its function %s: %s".formatted(function.get(), e.getMessage()), e);
    }
  }

  private InspectedModule inspected(Path file) throws Refused {
    byte[] bytes = ModuleFile.read(file);
    String digest = Sha256.hex(bytes);
    Optional<Inspection> known = cache.flatMap(c -> c.inspection(digest));
    try {
      if (known.isPresent()) {
        // It was found valid before it was kept.
        return inspected(file, digest, bytes.length, known.get(), false);
      }
      ModuleScan scan = ModuleScan.of(bytes);
      byte[] runnable = runnable(bytes, scan.hasTailCalls());
      ModuleScan own = scan.hasTailCalls() ? ModuleScan.of(runnable) : scan;
      Inspection found = new Inspection(scan.hasTailCalls(), own, stripped(runnable));
      InspectedModule module = inspected(file, digest, bytes.length, found, true);
      if (bytes.length >= WORTH_KEEPING) {
        cache.ifPresent(c -> c.put(digest, found));
      }
      return module;
    } catch (RuntimeException e) {
      throw unusable(e);
    }
  }

  private static InspectedModule inspected(
      Path file, String digest, int size, Inspection found, boolean validating) throws Refused {
    WasmModule bare = parse(found.bare(), validating);
    return new InspectedModule(
        file, digest, size, found.hasTailCalls(), found.scan(), bare, ModuleFacts.of(bare));
  }

  /** What is compiled of a module: the same, or one in which tail calls take no stack. */
  static byte[] runnable(byte[] bytes, boolean hasTailCalls) throws Refused {
    return hasTailCalls ? Trampolines.in(bytes, valid(bytes)) : bytes;
  }

  static WasmModule bare(byte[] bytes) {
    return parse(stripped(bytes), true);
  }

  private static byte[] stripped(byte[] bytes) {
    try {
      return StrippedModule.of(bytes, 0, Set.of());
    } catch (RuntimeException malformed) {
      // The parser says better what is wrong.
      WasmModule unused = parse(bytes, true);
      throw malformed;
    }
  }

  /** What is compiled, read once more: it is not kept while others are inspected or compiled. */
  private static byte[] bytesOf(InspectedModule module) throws Refused {
    byte[] bytes = ModuleFile.read(module.file());
    if (!Sha256.hex(bytes).equals(module.digest())) {
      throw new Refused("was changed while it was loaded");
    }
    return runnable(bytes, module.hasTailCalls());
  }

  private Code codeOf(InspectedModule module, CompileListener listener) throws Refused {
    String digest = module.digest();
    CompletableFuture<Code> mine = new CompletableFuture<>();
    CompletableFuture<Code> first = loaded.putIfAbsent(digest, mine);
    if (first == null) {
      first = mine;
      try {
        mine.complete(load(module, listener));
      } catch (Refused e) {
        mine.completeExceptionally(e);
      } catch (Throwable e) {
        mine.completeExceptionally(unusable(e));
      } finally {
        if (mine.isCompletedExceptionally()) {
          loaded.remove(digest, mine);
        }
      }
    }
    try {
      return first.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refused refused) {
        throw new Refused(refused.getMessage(), refused);
      }
      throw e;
    }
  }

  private Code load(InspectedModule module, CompileListener listener) throws Refused {
    if (interpreted) {
      return new Code(valid(bytesOf(module)), module.facts(), InterpreterMachine::new);
    }
    Optional<Compilation> known = cache.flatMap(c -> c.get(module.digest()));
    if (known.isPresent()) {
      try {
        return code(module, known.get());
      } catch (RuntimeException | LinkageError e) {
        log.warn(
            "{}: what the cache has for it is of no use, it is compiled anew", module.file(), e);
      }
    }
    int needed = memory.needed(module.size(), module.scan());
    try {
      return compiled(module, needed, listener);
    } catch (OutOfMemoryError e) {
      log.info(
          "{}: there was no memory left to compile it, it is tried again alone", module.file());
      return compiled(module, memory.all(), listener);
    }
  }

  /** Compiles a module as soon as so much memory is free, and keeps it in the cache. */
  private Code compiled(InspectedModule module, int needed, CompileListener listener)
      throws Refused {
    memory.take(needed);
    Progress progress = new Progress();
    try {
      return new Loading(module.size(), loadTimeout, progress, listener)
          .run(
              () -> {
                try {
                  Compilation compilation =
                      compilation(bytesOf(module), nameOf(module), module.scan(), progress);
                  cache.ifPresent(c -> c.put(module.digest(), compilation));
                  return code(module, compilation);
                } finally {
                  memory.give(needed);
                }
              });
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Refused refused) {
        throw new Refused(refused.getMessage(), refused);
      }
      if (cause instanceof OutOfMemoryError noMemory) {
        throw noMemory;
      }
      Refused unusable = unusable(cause);
      log.debug("{} {}", module.file(), unusable.getMessage(), cause);
      throw unusable;
    } catch (OutOfMemoryError noThread) {
      memory.give(needed);
      throw noThread;
    }
  }

  /** Validates and compiles a module that has been scanned. */
  static Compilation compilation(byte[] bytes, String name, ModuleScan scan, Progress progress) {
    WasmModule whole = valid(bytes);
    progress.parsed();
    int imported = whole.importSection().count(ExternalType.FUNCTION);
    Set<Integer> beyondJava =
        Compilation.beyondJava(
            scan.beyondJava(),
            scan.perhapsBeyondJava(),
            kept -> parse(StrippedModule.of(bytes, imported, kept), false));
    progress.tried();
    return Compilation.of(whole, name, beyondJava, progress);
  }

  /** What a module is called in thread dumps and profiles: as its file. */
  private static String nameOf(InspectedModule module) {
    return module.file().getFileName().toString().replaceFirst("\\.wasm$", "");
  }

  private static Code code(InspectedModule module, Compilation compilation) throws Refused {
    WasmModule runForm = runForm(module, compilation);
    warn(compilation, runForm, module.file());
    return new Code(runForm, module.facts(), compilation.machines(runForm));
  }

  private static void warn(Compilation compilation, WasmModule runForm, Path file) {
    if (!compilation.interpreted().isEmpty()) {
      log.warn(
          "{}: {} cannot be compiled, being too large for a Java method, and will run some hundred"
              + " times slower: split what is large",
          file,
          FunctionNames.listOf(runForm, compilation.interpreted()));
    }
    if (!compilation.left().isEmpty() && HotSpot.leavesLongMethods()) {
      log.warn(
          "{}: {} will run some fifteen times slower, being too long for HotSpot to compile: start"
              + " Java with -XX:-DontCompileHugeMethods",
          file,
          FunctionNames.listOf(runForm, compilation.left()));
    }
  }

  private static WasmModule runForm(InspectedModule module, Compilation compilation)
      throws Refused {
    if (compilation.interpreted().isEmpty()) {
      return module.bare();
    }
    int imported = module.bare().importSection().count(ExternalType.FUNCTION);
    return parse(StrippedModule.of(bytesOf(module), imported, compilation.interpreted()), false);
  }

  static WasmModule parse(byte[] bytes, boolean validating) {
    return Parser.builder()
        .withValidation(validating)
        .build()
        .parse(() -> new ByteArrayInputStream(bytes));
  }

  private static Refused unusable(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return new Refused("needs more memory to be loaded than this Java virtual machine has", e);
    }
    if (e instanceof StackOverflowError) {
      return new Refused("is nested too deeply to be compiled", e);
    }
    if (e instanceof Error) {
      // Such as classes that Java does not take: no fault of the module's.
      return new Refused(
          "cannot be compiled, through a fault of the engine or of its class path: "
              + Printable.sentence(e.toString()),
          e);
    }
    String detail =
        e.getMessage() == null ? e.getClass().getSimpleName() : Printable.sentence(e.getMessage());
    return new Refused("is not a valid WebAssembly module: " + detail, e);
  }
}
