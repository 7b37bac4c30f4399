package parigot.plugin.nutsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.plugin.KilledProcess;
import protosupport.v1.host.IdRaw;

/** How often: {@code -Dparigot.kills=200}. */
@Tag("once")
class NutsDbKillTest {
  private static final int KILLS = Integer.getInteger("parigot.kills", 5);

  @TempDir private Path folder;

  /** What a key was last told to have been, and what may have become of it since. */
  private record Known(Optional<String> value, Optional<Optional<String>> orElse) {}

  @Test
  @Timeout(1200)
  void whatWasAnsweredSurvivesAKillAtAnyMoment() throws Exception {
    Random random = new Random(KILLS);
    Map<String, Known> known = new HashMap<>();
    int answered = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      for (String line :
          KilledProcess.output(
              BusyDatabases.class,
              1 + random.nextInt(400),
              folder.toString(),
              Integer.toString(kill))) {
        String[] words = line.split(" ", 4);
        String key = words[1] + " " + words[2];
        Optional<String> value =
            words[0].startsWith("delet") ? Optional.empty() : Optional.of(words[3]);
        switch (words[0]) {
          case "writing", "deleting" ->
              known.merge(
                  key,
                  new Known(Optional.empty(), Optional.of(value)),
                  (before, now) -> new Known(before.value(), Optional.of(value)));
          case "written", "deleted" -> {
            known.put(key, new Known(value, Optional.empty()));
            answered++;
          }
          default -> throw new AssertionError(line);
        }
      }
      settle(known);
    }
    assertThat(answered).isGreaterThan(KILLS);
  }

  /** Each key is as it was answered, or as the call would have left it that was not answered. */
  private void settle(Map<String, Known> known) throws Exception {
    try (Databases databases = Databases.started("root = \"%s\"".formatted(folder))) {
      IdRaw id = databases.open(BusyDatabases.NAME);
      for (int guest = 0; guest < BusyDatabases.GUESTS; guest++) {
        for (int i = 0; i < BusyDatabases.KEYS; i++) {
          String bucket = "/guest" + guest;
          String name = "key" + i;
          String found =
              databases.read(id, Databases.pair(bucket, name, "none")).getValue().toStringUtf8();
          Optional<String> value = Optional.of(found).filter(text -> !text.equals("none"));
          Known expected =
              known.getOrDefault(guest + " " + name, new Known(Optional.empty(), Optional.empty()));
          if (expected.orElse().isEmpty()) {
            assertThat(value).isEqualTo(expected.value());
          } else {
            assertThat(value).isIn(expected.value(), expected.orElse().orElseThrow());
          }
          known.put(guest + " " + name, new Known(value, Optional.empty()));
        }
      }
    }
  }
}
