package parigot.bench;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parigot.actors.Application;

/**
 * The same C in a guest, natively, and in the interpreter, whose time is scaled from a fraction of
 * the work. All must give the same numbers.
 */
record Computing(String name, String about) implements Measured {
  private static final int REPEATS = 5;
  private static final int FRACTION = 10;

  /**
   * How much of it takes some milliseconds, and at first, before HotSpot has compiled it, a hundred
   * times as long.
   */
  private enum Program {
    SHA256(0, 2_000),
    NBODY(1, 10_000),
    SIEVE(2, 20),
    FIB(3, 60);

    /** What the guest calls it. */
    final int number;

    final int much;

    Program(int number, int much) {
      this.number = number;
      this.much = much;
    }

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private record Run(long result, long nanos) {}

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    List<Line> lines = new ArrayList<>();
    Optional<Path> binary = compiled();
    for (Program program : Program.values()) {
      lines.addAll(measure(program, binary, effort.isQuick() ? REPEATS : 40 * REPEATS));
    }
    return lines;
  }

  /**
   * Each in an application of its own: HotSpot compiles a function for what it has done until then,
   * and would leave it so for the programs after the first, which are parts of the same function.
   */
  private static List<Line> measure(Program program, Optional<Path> binary, int repeats)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    try (Application application =
        GuestApplication.launch(
            new GuestApplication()
                .guest("computer", "compute.wasm", "computer")
                .set("parigot.guests.computer { method-limit = 60 s, method-warn = 60 s }")
                .config())) {
      Run guest = quickest(runs(application, program, repeats));
      Line line = Line.of(program.label() + " in a guest", Unit.NANOS, (double) guest.nanos());
      lines.add(binary.isPresent() ? line : line.note("not natively: there is no clang"));
      if (binary.isPresent()) {
        Run direct = quickest(runs(binary.get(), program));
        require(program, guest.result(), direct.result());
        lines.add(
            Line.of(program.label() + " natively", Unit.NANOS, (double) direct.nanos())
                .beside((double) guest.nanos() / direct.nanos()));
      }
      long interpreted = interpreted(application, program);
      lines.add(
          Line.of(program.label() + " in the interpreter", Unit.NANOS, (double) interpreted)
              .beside((double) guest.nanos() / interpreted));
    }
    return lines;
  }

  private static Run quickest(List<Run> runs) {
    for (Run run : runs) {
      if (run.result() != runs.get(0).result()) {
        throw new IllegalStateException("two runs gave different numbers");
      }
    }
    return runs.stream().min((a, b) -> Long.compare(a.nanos(), b.nanos())).orElseThrow();
  }

  private static void require(Program program, long ours, long theirs) {
    if (ours != theirs) {
      throw new IllegalStateException(
          "%s gives %d in a guest and %d elsewhere".formatted(program, ours, theirs));
    }
  }

  private static List<Run> runs(Application application, Program program, int repeats) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      runs.add(run(application, program, program.much));
    }
    return runs;
  }

  private static Run run(Application application, Program program, int much) {
    byte[] order =
        ByteBuffer.allocate(2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(program.number)
            .putInt(much)
            .array();
    ByteBuffer report =
        application
            .call(
                "bench.v1",
                "computer",
                "Run",
                BytesValue.of(ByteString.copyFrom(order)),
                BytesValue.class)
            .toCompletableFuture()
            .join()
            .getValue()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    return new Run(report.getLong(), report.getLong());
  }

  private static List<Run> runs(Path binary, Program program) throws IOException {
    return ChildJvm.run(
            List.of(
                binary.toString(),
                Integer.toString(program.number),
                Integer.toString(program.much),
                Integer.toString(REPEATS)))
        .stream()
        .map(line -> line.split(" ", -1))
        .map(words -> new Run(Long.parseLong(words[0]), Long.parseLong(words[1])))
        .toList();
  }

  private static Optional<Path> compiled() throws IOException {
    Workplace.guest("kernels.h");
    Path binary = Workplace.folder().resolve("native");
    try {
      ChildJvm.run(
          List.of(
              "clang",
              "-O2",
              "-o",
              binary.toString(),
              Workplace.guest("native.c").toString(),
              "-lm"));
      return Optional.of(binary);
    } catch (IOException noClang) {
      return Optional.empty();
    }
  }

  /** A fraction of the work, scaled; its result is compared with a guest's of the same fraction. */
  private static long interpreted(Application application, Program program) throws IOException {
    WasmModule module = Parser.parse(Files.readAllBytes(Workplace.guest("compute.wasm")));
    ImportValues.Builder imports = ImportValues.builder();
    module.importSection().stream()
        .map(FunctionImport.class::cast)
        .forEach(
            wanted ->
                imports.addFunction(
                    new HostFunction(
                        wanted.module(),
                        wanted.name(),
                        module.typeSection().getType(wanted.typeIndex()),
                        (instance, args) -> {
                          throw new IllegalStateException("computing calls nobody");
                        })));
    ExportFunction compute =
        Instance.builder(module)
            .withImportValues(imports.build())
            .withStart(false)
            .build()
            .export("compute");
    int much = program.much / FRACTION;
    long began = System.nanoTime();
    long result = compute.apply(program.number, much)[0];
    long took = System.nanoTime() - began;
    require(program, run(application, program, much).result(), result);
    return took * FRACTION;
  }
}
