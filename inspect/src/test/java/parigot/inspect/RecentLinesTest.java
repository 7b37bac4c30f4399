package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentLinesTest {
  private final RecentLines lines = new RecentLines(3, 100);

  private void add(String guest, String message) {
    add(guest, List.of(), message);
  }

  private void add(String guest, List<String> about, String message) {
    lines.add(new RecentLines.Said(Instant.EPOCH, guest, about, "INFO", "", message, message));
  }

  private static List<String> messages(List<RecentLines.Line> lines) {
    return lines.stream().map(line -> line.said().message()).toList();
  }

  @Test
  void theOldestAreDroppedWhenThereAreTooMany() {
    for (int i = 0; i < 5; i++) {
      add("", "line " + i);
    }
    assertThat(messages(lines.last(10, ""))).containsExactly("line 2", "line 3", "line 4");
    assertThat(messages(lines.last(1, ""))).containsExactly("line 4");
    assertThat(messages(lines.from(4))).containsExactly("line 4");
    assertThat(lines.next()).isEqualTo(5);
  }

  @Test
  void theOldestAreDroppedWhenTheyAreTooLong() {
    add("", "a".repeat(30));
    add("", "b".repeat(30));
    assertThat(messages(lines.last(10, ""))).containsExactly("b".repeat(30));
    add("", "c".repeat(200));
    assertThat(lines.last(10, "")).hasSize(1);
  }

  @Test
  void linesOfAGuestAreThoseOfItsInstances() {
    add("shop", "one");
    add("shop.2", "two");
    add("shopping", "three");
    assertThat(messages(lines.last(10, "shop"))).containsExactly("one", "two");
    assertThat(messages(lines.last(10, "shop.2"))).containsExactly("two");
  }

  @Test
  void linesOfOthersAboutAGuestAreItsLinesToo() {
    add("", List.of("shop", "b/till.2"), "a call failed");
    add("stock", List.of(), "of no interest");
    for (String guest : List.of("shop", "till", "till.2")) {
      assertThat(messages(lines.last(10, guest))).as(guest).containsExactly("a call failed");
    }
    assertThat(lines.last(10, "b")).isEmpty();
  }

  @Test
  void untilSomebodyPutsLinesInThereIsNoLog() {
    assertThat(lines.isFed()).isFalse();
    assertThat(new LogResource("", lines).answer(Map.of()).status()).isEqualTo(404);
    lines.begin();
    assertThat(new LogResource("", lines).answer(Map.of()).status()).isEqualTo(200);
    assertThat(new LogResource("", lines).answer(Map.of("lines", "x")).status()).isEqualTo(400);
  }
}
