package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log that nobody reads holds nobody up. */
@Timeout(60)
class BacklogTest {
  private static final byte[] LINE = "0123456789\n".getBytes(StandardCharsets.UTF_8);

  private final PipedInputStream reader = new PipedInputStream(16);

  @Test
  void whatIsTooMuchIsCountedAndTheRestComesOutWhenSomebodyReads() throws Exception {
    PipedOutputStream out = new PipedOutputStream(reader);
    Backlog backlog = new Backlog(out, 10 * LINE.length);
    for (int n = 0; n < 1_000; n++) {
      backlog.add(LINE);
    }
    backlog.drain(1);
    String text = read(" lines of the log are missing here");

    long kept = text.lines().filter("0123456789"::equals).count();
    assertThat(kept).isBetween(10L, 13L);
    assertThat(text)
        .endsWith("parigot: %d lines of the log are missing here".formatted(1_000 - kept));
    String unused = read("\n");
    backlog.add("after\n".getBytes(StandardCharsets.UTF_8));
    assertThat(read("after")).endsWith("after");
  }

  private String read(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      text.append((char) reader.read());
    }
    return text.toString();
  }
}
