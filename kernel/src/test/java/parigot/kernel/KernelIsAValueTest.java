package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing in the kernel reads a clock, makes chance, or is for several threads. */
class KernelIsAValueTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** What other threads read, and what it is made of. */
  private static final Set<String> FOR_SEVERAL_THREADS = Set.of("Directory.java", "Providers.java");

  private static final Pattern THREADS =
      Pattern.compile(
          "\\bvolatile\\b|\\bsynchronized\\b|java\\.util\\.concurrent|\\bThread\\b|\\bThreadLocal\\b");

  private static final Pattern CLOCKS_AND_CHANCE =
      Pattern.compile(
          "nanoTime|currentTimeMillis|Instant\\.now|\\bClock\\b|\\bRandom\\b|SplittableRandom"
              + "|SecureRandom|ThreadLocalRandom|Math\\.random|randomUUID|identityHashCode");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> matches(Pattern pattern, Set<String> except) throws IOException {
    return sources().stream()
        .filter(file -> !except.contains(file.getFileName().toString()))
        .flatMap(file -> lines(file).filter(line -> pattern.matcher(line).find()))
        .toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("/"))
          .map(line -> file.getFileName() + ": " + line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onlyTheDirectoryIsForSeveralThreads() throws IOException {
    assertThat(matches(THREADS, FOR_SEVERAL_THREADS)).isEmpty();
    assertThat(matches(THREADS, Set.of())).isNotEmpty();
  }

  @Test
  void timeAndChanceComeFromOutside() throws IOException {
    assertThat(sources()).hasSizeGreaterThan(40);
    assertThat(matches(CLOCKS_AND_CHANCE, Set.of())).isEmpty();
  }
}
