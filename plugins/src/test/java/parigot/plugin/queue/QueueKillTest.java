package parigot.plugin.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.plugin.KilledProcess;
import protosupport.v1.host.IdRaw;
import queue.v1.host.QueueMsg;

/** How often: {@code -Dparigot.kills=200}. */
@Tag("once")
class QueueKillTest {
  private static final int KILLS = Integer.getInteger("parigot.kills", 5);

  @TempDir private Path folder;

  @Test
  @Timeout(1200)
  void whatWasAnsweredSurvivesAKillAtAnyMoment() throws Exception {
    Path file = folder.resolve("queues.db");
    Random random = new Random(KILLS);
    Set<String> sent = new HashSet<>();
    Set<String> trying = new HashSet<>();
    Set<String> done = new HashSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      for (String line :
          KilledProcess.output(
              BusyQueues.class, 1 + random.nextInt(300), file.toString(), "k" + kill)) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case "sent" -> sent.add(words[1]);
          case "trying" -> trying.add(words[1]);
          case "done" -> done.add(words[1]);
          default -> throw new AssertionError(line);
        }
      }
    }

    ManualClock later = new ManualClock();
    later.advance(Duration.between(later.instant(), Clock.systemUTC().instant().plusSeconds(60)));
    try (Queues queues = Queues.inFile(file, later)) {
      IdRaw queue = queues.locate(BusyQueues.QUEUE);
      long length = queues.length(queue);
      List<String> left = new ArrayList<>();
      for (QueueMsg message : queues.receiveAll(queue)) {
        left.add(Queues.text(message));
      }

      assertThat(left).doesNotHaveDuplicates().hasSize((int) length);
      assertThat(left).doesNotContainAnyElementsOf(done);
      Set<String> mustBeLeft = new HashSet<>(sent);
      mustBeLeft.removeAll(trying);
      assertThat(left).containsAll(mustBeLeft);
      assertThat(sent).hasSizeGreaterThan(KILLS);
      // A Send of two is sent as a whole or not at all.
      Set<String> known = new HashSet<>(left);
      known.addAll(trying);
      for (String text : left) {
        String other = text.endsWith("'") ? text.substring(0, text.length() - 1) : text + "'";
        assertThat(known).contains(other);
      }
    }
  }
}
