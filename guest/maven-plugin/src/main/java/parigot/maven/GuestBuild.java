package parigot.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compiles the guests of a project side by side: those of which something has changed that they can
 * reach. When some cannot be compiled the others are, and each of them is told of.
 *
 * @param folder where the modules are written
 * @param compiler the jar or folder of what compiles
 * @param services what the guests' services are; each module carries those that it uses
 * @param log is given a line for each guest that was compiled
 * @param describe is given the main class and the module of each guest that is a program, compiled
 *     or not
 */
record GuestBuild(
    Path folder,
    ClassPath classPath,
    Path compiler,
    GuestCompiler.Options options,
    CarriedServices services,
    Consumer<String> log,
    Description describe) {
  private static final long MEMORY_OF_ONE = 256L << 20;

  /** Writes what there is to know of a guest beside its module. */
  @FunctionalInterface
  interface Description {
    void of(String mainClass, Path module) throws IOException;
  }

  /**
   * Compiles those that have changed.
   *
   * @param guests the main class of each, by its name
   * @param wanted whether a guest is to be compiled at all
   * @throws GuestCompilationException which guests are none, and what is wrong with each of them
   */
  void compile(Map<String, String> guests, Predicate<String> wanted)
      throws GuestCompilationException, IOException, InterruptedException {
    Map<String, Future<?>> compiled = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(threads());
    try {
      guests.forEach(
          (name, mainClass) ->
              compiled.put(
                  name,
                  threads.submit(
                      () -> {
                        compile(name, mainClass, wanted.test(name));
                        return null;
                      })));
      await(compiled);
    } finally {
      threads.shutdownNow();
    }
  }

  /** As many guests at once as there are processors, but for the memory that each needs. */
  private static int threads() {
    long room = Runtime.getRuntime().maxMemory() / MEMORY_OF_ONE;
    return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), room));
  }

  private static void await(Map<String, Future<?>> compiled)
      throws GuestCompilationException, IOException, InterruptedException {
    List<String> refusals = new ArrayList<>();
    Throwable first = null;
    for (Map.Entry<String, Future<?>> guest : compiled.entrySet()) {
      try {
        guest.getValue().get();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (!(cause instanceof GuestCompilationException)) {
          throw new IOException(
              "the guest " + guest.getKey() + " cannot be compiled: " + cause, cause);
        }
        refusals.add("the guest " + guest.getKey() + ":\n" + cause.getMessage());
        first = first == null ? cause : first;
      }
    }
    if (!refusals.isEmpty()) {
      throw new GuestCompilationException(String.join("\n", refusals), first);
    }
  }

  private void compile(String name, String mainClass, boolean wanted)
      throws GuestCompilationException, IOException {
    MainClass.require(mainClass, classPath);
    Path module = folder.resolve(name + ".wasm");
    Fingerprint made =
        new Fingerprint(module, compiler, classPath, List.of(mainClass, options.toString()));
    if (wanted && !made.isThatOf(module)) {
      long start = System.nanoTime();
      Set<String> lookedFor = new GuestCompiler(classPath, options).compile(mainClass, module);
      double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
      log.accept(
          String.format(
              Locale.ROOT,
              "%s.wasm: %,d bytes, compiled in %.1f s",
              name,
              Files.size(module),
              seconds));
      made.keep(lookedFor);
    }
    if (Files.exists(module)) {
      services.putInto(module, made.lookedFor());
    }
    describe.of(mainClass, module);
  }
}
