package killed;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import protosupport.v1.host.IdRaw;

/**
 * Guests that write until their application is killed. Then it is started again, and what was
 * answered must be there, as must what was not answered, as a whole or not at all. How often:
 * {@code -Dparigot.kills=200}.
 */
@Tag("once")
class KilledApplicationTest {
  private static final int KILLS = Integer.getInteger("parigot.kills", 3);
  private static final int MOST_SENTENCES = 400;

  private static final String APPLICATION =
      """
      parigot {
        search-path = ["%1$s/target/guests", "%1$s/../servers/target/guests"]
        cache-dir = "%1$s/target/test-cache"
        call-timeout = 2900 ms
        plugin-dispatcher.timeout = 2800 ms
        plugins.file.root = "%2$s/files"
        plugins.nutsdb.root = "%2$s/databases"
        plugins.queue { file = "%2$s/queues.db", visibility-timeout = %4$s }
        guests {
          file { wasm = "file.wasm", plugins = [log, file] }
          nutsdb { wasm = "nutsdb.wasm", plugins = [log, nutsdb] }
          queue { wasm = "queue.wasm", plugins = [log, queue] }
          %3$s
        }
      }
      """;

  @TempDir private Path folder;

  /** What each file and each pair may hold. */
  private final Map<String, Set<String>> possible = new HashMap<>();

  private final Map<String, Integer> left = new HashMap<>();
  private int answered;

  private String application(String more, String visibilityTimeout) {
    Path module = Path.of("").toAbsolutePath();
    return APPLICATION.formatted(module, folder, more, visibilityTimeout);
  }

  @Test
  @Timeout(3600)
  void whatGuestsWereAnsweredSurvivesAKillAtAnyMomentAndNothingIsHalfThere() throws Exception {
    Random random = new Random(KILLS);
    for (int kill = 0; kill < KILLS; kill++) {
      String run = "run" + kill;
      Path configuration = folder.resolve("application.conf");
      Files.writeString(
          configuration,
          application(
              "writer { wasm = \"writer.wasm\", kind = main, args = [%s] }".formatted(run), "1 s"));
      // Some while the stores are opened.
      int before = 1 + random.nextInt(kill % 8 == 7 ? 4 : MOST_SENTENCES);

      List<String> said = KilledRun.of(configuration, before);

      assertThat(said)
          .as(() -> "standard error: " + configuration.resolveSibling("err"))
          .hasSizeGreaterThanOrEqualTo(before - 1);
      check(run, said);
      if (kill % 20 == 19) {
        say(kill + 1);
      }
    }
    try (Stores stores = stores()) {
      for (String run : left.keySet()) {
        assertThat(stores.length(run)).as(run).isEqualTo(left.get(run).longValue());
      }
    }
    say(KILLS);
  }

  private void say(int kills) {
    System.out.printf(
        "%d kills, %,d answers before them, all of them kept; %,d messages are left%n",
        kills, answered, left.values().stream().mapToInt(Integer::intValue).sum());
  }

  private Stores stores() throws Exception {
    Stores stores = new Stores(ConfigFactory.parseString(application("", "1 hour")));
    stores.awaitLaunch();
    return stores;
  }

  private void check(String run, List<String> said) throws Exception {
    Set<String> sent = new HashSet<>();
    Set<String> trying = new HashSet<>();
    Set<String> marking = new HashSet<>();
    Set<String> marked = new HashSet<>();
    for (String sentence : said) {
      String[] words = sentence.split(" ", 3);
      boolean isDone = words[0].equals(Spoken.DONE);
      if (isDone) {
        answered++;
      }
      if (words[0].equals(Spoken.UP)) {
        continue;
      }
      switch (words[1]) {
        case QueueWriter.SENT -> (isDone ? sent : trying).add(words[2]);
        case QueueWriter.MARKED -> (isDone ? marked : marking).add(words[2]);
        default -> {
          Set<String> contents = contents(words[1]);
          if (isDone) {
            contents.clear();
          }
          contents.add(words[2]);
        }
      }
    }
    try (Stores stores = stores()) {
      for (int i = 0; i < FileWriter.FILES; i++) {
        settle(FileWriter.name(i), stores.file(FileWriter.path(i)));
      }
      IdRaw database = stores.database(PairWriter.DATABASE);
      for (int i = 0; i < PairWriter.PAIRS; i++) {
        String key = PairWriter.key(i);
        settle(key, stores.pair(database, PairWriter.BUCKET, key));
      }
      List<String> found = stores.messages(run);
      checkQueue(found, sent, trying, marking, marked);
      left.put(run, found.size());
    }
  }

  private Set<String> contents(String name) {
    return possible.computeIfAbsent(name, unknown -> new HashSet<>(Set.of(Content.NOTHING)));
  }

  /** It is as was answered, or as the call would have left it that was not answered. */
  private void settle(String name, String found) {
    String word =
        contents(name).stream()
            .filter(may -> found.equals(may.equals(Content.NOTHING) ? may : Content.of(may)))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "%s may hold %s, and holds %s".formatted(name, contents(name), found)));
    contents(name).clear();
    contents(name).add(word);
  }

  private static void checkQueue(
      List<String> found,
      Set<String> sent,
      Set<String> trying,
      Set<String> marking,
      Set<String> marked) {
    assertThat(found).doesNotHaveDuplicates().noneMatch(marked::contains);
    Set<String> allowed = new HashSet<>();
    for (String first : trying) {
      String second = first + QueueWriter.SECOND;
      allowed.addAll(List.of(first, second));
      boolean wholeOrUnknown = found.contains(first) == found.contains(second);
      assertThat(wholeOrUnknown || marking.contains(first) || marking.contains(second))
          .as("both of %s or none", first)
          .isTrue();
      if (sent.contains(first)) {
        assertThat(found.contains(first) || marking.contains(first)).as(first).isTrue();
        assertThat(found.contains(second) || marking.contains(second)).as(second).isTrue();
      }
    }
    assertThat(found).allMatch(allowed::contains);
  }
}
