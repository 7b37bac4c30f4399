package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CompileCacheTest {
  private static final String SEVEN = Guests.program("", "(i32.store (i32.const 0) (i32.const 7))");

  @TempDir Path folder;

  private Path cache;
  private Path module;

  @BeforeEach
  void writeModule() {
    cache = folder.resolve("home/.cache/parigot");
    module = Guests.write(folder.resolve("guest.wasm"), Guests.assemble(SEVEN));
  }

  private Engine open() {
    return Engine.open(new EngineSettings(Optional.of(cache)));
  }

  private void runs() throws ModuleException {
    try (Engine engine = open()) {
      runs(engine);
    }
  }

  private void runs(Engine engine) throws ModuleException {
    GuestInstance guest = engine.load(module).instantiate(Guests.settings(), List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().readInt(0)).isEqualTo(7);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private Path entry() throws IOException {
    assertThat(entries()).hasSize(1);
    return entries().get(0);
  }

  /** What identifies one writing of a file. */
  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  @Test
  void aModuleIsKeptForItsOwnerAlone() throws Exception {
    runs();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
    assertThat(entry().getFileName().toString()).contains("-chicory-1.").doesNotContain("$");
  }

  @Test
  void aLaterRunUsesWhatAnEarlierOneCompiled() throws Exception {
    runs();
    Object first = identity(entry());
    runs();
    assertThat(identity(entry())).isEqualTo(first);
  }

  @Test
  void theCacheIsUsedAndNotOnlyWritten() throws Exception {
    CompileCache kept = CompileCache.open(cache).orElseThrow();
    byte[] other = Guests.assemble(SEVEN.replace("(i32.const 7)", "(i32.const 8)"));
    Path otherModule = Guests.write(folder.resolve("other.wasm"), other);
    try (Engine engine = open()) {
      engine.load(otherModule);
    }
    Compilation eight = kept.get(Sha256.hex(other)).orElseThrow();
    kept.put(Sha256.hex(Files.readAllBytes(module)), eight);
    try (Engine engine = open()) {
      GuestInstance guest = engine.load(module).instantiate(Guests.settings(), List.of());
      guest.start();
      assertThat(guest.memory().readInt(0)).isEqualTo(8);
    }
  }

  @Test
  void whatIsKeptComesBackWhole() {
    CompileCache kept = CompileCache.open(cache).orElseThrow();
    byte[] classes = new byte[10_000];
    new Random(3).nextBytes(classes);
    String digest = Sha256.hex(classes);
    assertThat(kept.get(digest)).isEmpty();
    kept.put(digest, new Compilation(classes, Set.of(3, 70_000), Set.of(0, 9)));
    assertThat(kept.get(digest))
        .hasValueSatisfying(
            found -> {
              assertThat(found.classes()).isEqualTo(classes);
              assertThat(found.interpreted()).containsExactlyInAnyOrder(3, 70_000);
              assertThat(found.left()).containsExactlyInAnyOrder(0, 9);
            });
    assertThat(kept.get(Sha256.hex(new byte[1]))).isEmpty();
  }

  @Test
  void aTornFileIsReplaced() throws Exception {
    runs();
    byte[] whole = Files.readAllBytes(entry());
    for (int length : new int[] {0, 1, 8, 40, 44, whole.length / 2, whole.length - 1}) {
      Files.write(entry(), Arrays.copyOf(whole, length));
      runs();
      assertThat(Files.readAllBytes(entry())).hasSizeGreaterThan(length);
      runs();
    }
  }

  @Test
  void aForeignFileIsReplaced() throws Exception {
    runs();
    Random random = new Random(9);
    byte[] noise = new byte[5_000];
    for (int i = 0; i < 20; i++) {
      random.nextBytes(noise);
      Files.write(entry(), noise);
      Object before = identity(entry());
      runs();
      assertThat(identity(entry())).isNotEqualTo(before);
    }
  }

  @Test
  void aSoundFileOfUselessClassesIsReplaced() throws Exception {
    CompileCache kept = CompileCache.open(cache).orElseThrow();
    String digest = Sha256.hex(Files.readAllBytes(module));
    for (byte[] classes : new byte[][] {{}, {1, 2, 3}, {'P', 'K', 3, 4}}) {
      kept.put(digest, new Compilation(classes, Set.of(), Set.of()));
      Object before = identity(entry());
      runs();
      assertThat(identity(entry())).isNotEqualTo(before);
    }
  }

  @Test
  void aFileThatOthersMayWriteIsNotTrusted() throws Exception {
    runs();
    Files.setPosixFilePermissions(entry(), PosixFilePermissions.fromString("rw-rw-rw-"));
    Object before = identity(entry());
    runs();
    assertThat(identity(entry())).isNotEqualTo(before);
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    runs();
    Path elsewhere = Files.move(entry(), folder.resolve("elsewhere"));
    Path name = CompileCache.open(cache).orElseThrow().file(Sha256.hex(Files.readAllBytes(module)));
    Files.createSymbolicLink(name, elsewhere);
    runs();
    assertThat(Files.isSymbolicLink(name)).isFalse();
  }

  @Test
  void aFolderThatOthersMayWriteIsNotUsed() throws Exception {
    Files.createDirectories(cache);
    for (String rights : List.of("rwxrwx---", "rwx----w-")) {
      Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString(rights));
      assertThat(CompileCache.open(cache)).isEmpty();
      runs();
      assertThat(entries()).isEmpty();
    }
  }

  @Test
  void aFolderOfSomebodyElseIsNotUsed() throws Exception {
    Files.createDirectories(cache);
    try {
      Files.setAttribute(cache, "unix:uid", 12_345);
    } catch (IOException e) {
      Assumptions.abort("only root may give a folder away");
    }
    assertThat(CompileCache.open(cache)).isEmpty();
    runs();
    assertThat(entries()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsDoneWithout() throws Exception {
    Files.createDirectories(cache.getParent());
    Files.write(cache, new byte[] {1});
    runs();
    assertThat(Files.readAllBytes(cache)).containsExactly(1);
  }

  @Test
  void aFolderThatGoesAwayIsDoneWithout() throws Exception {
    try (Engine engine = open()) {
      Files.delete(cache);
      runs(engine);
    }
  }

  @Test
  void leftoversAreRemovedAndWhatIsInUseStays() throws Exception {
    runs();
    Path used = entry();
    Path unused = Files.write(cache.resolve("old.wasm-classes"), new byte[1]);
    Path abandoned = Files.write(cache.resolve("x.unfinished"), new byte[1]);
    Path beingWritten = Files.write(cache.resolve("y.unfinished"), new byte[1]);
    Path foreign = Files.write(cache.resolve("notes.txt"), new byte[1]);
    FileTime now = Files.getLastModifiedTime(used);
    FileTime longAgo = FileTime.from(now.toInstant().minus(Duration.ofDays(31)));
    for (Path file : List.of(unused, abandoned, foreign)) {
      Files.setLastModifiedTime(file, longAgo);
    }
    runs();
    assertThat(entries()).containsExactlyInAnyOrder(used, beingWritten, foreign);
  }

  @Test
  void whatIsUsedCountsAsNew() throws Exception {
    runs();
    FileTime now = Files.getLastModifiedTime(entry());
    FileTime before = FileTime.from(now.toInstant().minus(Duration.ofDays(20)));
    Files.setLastModifiedTime(entry(), before);
    runs();
    assertThat(Files.getLastModifiedTime(entry())).isGreaterThan(before);
  }

  /** Two engines share nothing but the folder, as two processes do. */
  @Test
  void severalProcessesMayUseTheCacheAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 10; round++) {
        Guests.write(
            module, Guests.assemble(SEVEN.replace("(module", "(module (func $f" + round + ")")));
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          done.add(
              threads.submit(
                  () -> {
                    together.await(20, TimeUnit.SECONDS);
                    runs();
                    return null;
                  }));
        }
        for (Future<?> each : done) {
          each.get(20, TimeUnit.SECONDS);
        }
      }
      assertThat(entries()).allMatch(file -> file.toString().endsWith(".wasm-classes"));
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void severalThreadsLoadingOneModuleCompileItOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Engine engine = open()) {
      CyclicBarrier together = new CyclicBarrier(4);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        done.add(
            threads.submit(
                () -> {
                  together.await(20, TimeUnit.SECONDS);
                  runs(engine);
                  return null;
                }));
      }
      for (Future<?> each : done) {
        assertThatCode(() -> each.get(20, TimeUnit.SECONDS)).doesNotThrowAnyException();
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
