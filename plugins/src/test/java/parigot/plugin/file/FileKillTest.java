package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;

import file.v1.host.FileErr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.plugin.KilledProcess;
import parigot.plugin.ServiceError;

/** How often: {@code -Dparigot.kills=200}. */
@Tag("once")
class FileKillTest {
  private static final int KILLS = Integer.getInteger("parigot.kills", 5);
  private static final String NOTHING = "nothing";

  @TempDir private Path folder;

  @Test
  @Timeout(1200)
  void whatWasAnsweredSurvivesAKillAtAnyMomentAndNothingIsHalfThere() throws Exception {
    Random random = new Random(KILLS);
    Map<String, Set<String>> possible = new HashMap<>();
    int answered = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<String> lines =
          KilledProcess.output(
              BusyFiles.class, 1 + random.nextInt(400), folder.toString(), "k" + kill);
      for (String line : lines) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
          case "making" -> possible.computeIfAbsent(words[1], path -> nothingYet()).add(words[2]);
          case "made" -> {
            possible.put(words[1], new TreeSet<>(Set.of(words[2])));
            answered++;
          }
          default -> throw new AssertionError(line);
        }
      }
      settle(possible);
    }
    assertThat(answered).isGreaterThan(KILLS);
  }

  private static Set<String> nothingYet() {
    return new TreeSet<>(Set.of(NOTHING));
  }

  /** Each file is as it was answered, or as the call would have left it that was not answered. */
  private void settle(Map<String, Set<String>> possible) throws Exception {
    try (FileCalls files = new FileCalls("root = \"%s\"".formatted(folder))) {
      for (int guest = 0; guest < BusyFiles.GUESTS; guest++) {
        String path = BusyFiles.path(guest);
        String found = content(files, path);
        assertThat(found).isIn(possible.computeIfAbsent(path, missing -> nothingYet()));
        possible.put(path, new TreeSet<>(Set.of(found)));
      }
    }
    try (Stream<Path> own = Files.list(folder.resolve("@parigot"))) {
      assertThat(own).extracting(Path::getFileName).containsExactly(Path.of("lock"));
    }
  }

  private static String content(FileCalls files, String path) throws ServiceError {
    try {
      return new String(files.content(path), StandardCharsets.UTF_8);
    } catch (ServiceError e) {
      assertThat(e.number()).isEqualTo(FileErr.NotExistError_VALUE);
      return NOTHING;
    }
  }
}
