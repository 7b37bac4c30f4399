package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.Modules.in;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever starts an application owns its time, and with a seed all of its chance: one room reads
 * the machine's clocks and draws numbers.
 */
@Tag("once")
class ClocksAndChanceTest {
  private static final String ROOM = "parigot.runtime.machine";

  private static final String ANY = ".*";
  private static final String NOW = "now";

  /** What reads a clock or makes a source of numbers, but for what is given one. */
  private static final Map<Class<?>, String> SOURCES =
      Map.ofEntries(
          Map.entry(System.class, "nanoTime|currentTimeMillis"),
          Map.entry(Clock.class, "system.*|tick(Millis|Seconds|Minutes)"),
          Map.entry(Instant.class, NOW),
          Map.entry(LocalDate.class, NOW),
          Map.entry(LocalTime.class, NOW),
          Map.entry(LocalDateTime.class, NOW),
          Map.entry(OffsetDateTime.class, NOW),
          Map.entry(ZonedDateTime.class, NOW),
          Map.entry(Date.class, "<init>"),
          Map.entry(Math.class, "random"),
          Map.entry(Random.class, "<init>"),
          Map.entry(SplittableRandom.class, "<init>"),
          Map.entry(SecureRandom.class, ANY),
          Map.entry(ThreadLocalRandom.class, ANY),
          Map.entry(RandomGenerator.class, "of|getDefault"),
          Map.entry(RandomGeneratorFactory.class, ANY),
          Map.entry(UUID.class, "randomUUID"));

  /** Who else may, and why. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "parigot.wasm.MachineClockAndRandom",
          "for modules that are compiled before there is an application, or without any",
          "parigot.peers.Moment",
          "other machines live in their own time: a link is lost by the clocks of this one",
          "parigot.plugin.file.FirstUse",
          "a fixed seed, for calls whose results are thrown away",
          "parigot.plugin.nutsdb.FirstUse",
          "a fixed seed, for calls whose results are thrown away",
          "parigot.plugin.queue.FirstUse",
          "a fixed seed, for calls whose results are thrown away");

  private static boolean isSource(JavaCodeUnitAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return SOURCES.entrySet().stream()
            .filter(source -> source.getKey().getName().equals(owner))
            .anyMatch(source -> Pattern.matches(source.getValue(), access.getName()))
        && access.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private static Stream<String> readers(String... modules) {
    return Modules.CLASSES.stream()
        .filter(in(modules))
        .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
        .filter(ClocksAndChanceTest::isSource)
        .map(access -> topLevel(access.getOriginOwner()));
  }

  private static String topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ClocksAndChanceTest::topLevel).orElse(type.getName());
  }

  @Test
  void oneRoomReadsTheClocksAndDrawsNumbersButForThoseThatHaveAReason() {
    assertThat(
            readers(
                    "kernel",
                    "peers",
                    "wasm",
                    "jvm",
                    "plugins",
                    "runtime",
                    "record",
                    "actors",
                    "simulation",
                    "edge")
                .filter(name -> !name.startsWith(ROOM + ".")))
        .as("who reads a clock or draws a number, beside " + ROOM)
        .containsOnly(OTHERS.keySet().toArray(String[]::new));
  }

  @Test
  void whoReadsAClockIsSeen() {
    assertThat(readers("runtime")).contains(ROOM + ".MachineTime", ROOM + ".Randomness");
  }
}
