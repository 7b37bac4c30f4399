package parigot.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestSettings;

/** What all guests may take together is known at the start, and said when it does not fit. */
@Timeout(60)
class WorstCaseTest {
  private static final long MIB = 1 << 20;

  @TempDir Path temporary;

  private GuestSettings guest(String settings) throws IOException {
    Path wasm = Files.writeString(temporary.resolve("a.wasm"), "");
    return ApplicationSettings.of(
            ConfigFactory.parseString(
                "parigot.guests.a { wasm = \"%s\", %s }".formatted(wasm, settings)))
        .guests()
        .get(0);
  }

  @Test
  void resultsMayTakeAsMuchAgainAsParameters() throws IOException {
    GuestSettings guest =
        guest(
            "message-limit = 4 KiB, calls-in-flight-memory = 1 MiB, mailbox-memory = 10 MiB, calls-in-flight = 2048,"
                + " mailbox = 1024, names-memory = 1 MiB");

    WorstCase two = WorstCase.NONE.with(guest, 100 * MIB).with(guest, 100 * MIB);

    assertThat(two).isEqualTo(new WorstCase(200 * MIB, 2 * (21 + 2) * MIB, 8 * MIB, 2));
    assertThat(two.warningIn(254 * MIB)).isEmpty();
    assertThat(two.warningIn(254 * MIB - 1))
        .contains(
            "What the guests may take adds up to more than the heap of 253 MiB: 200 MiB of memory"
                + " (memory-limit), 46 MiB of messages (calls-in-flight-memory, mailbox-memory twice,"
                + " calls-in-flight, mailbox) and 8 MiB of names (names-memory) for 2 guests. Lower a"
                + " limit, or give the JVM more.");
  }

  @Test
  void theDefaultsOfTwoGuestsFitTheHeapOfAMachineOfFourGigabytes() throws IOException {
    GuestSettings guest = guest("");

    WorstCase two =
        WorstCase.NONE.with(guest, guest.memoryLimit()).with(guest, guest.memoryLimit());

    assertThat(two.warningIn(1024 * MIB)).isEmpty();
    assertThat(two.with(guest, guest.memoryLimit()).warningIn(1024 * MIB)).isPresent();
  }

  @Test
  void limitsWithoutEndAddUpToThat() throws IOException {
    GuestSettings guest =
        guest(
            "calls-in-flight-memory = 1000 PiB, mailbox-memory = 5000 PiB, names-memory = 5000 PiB");

    WorstCase two = WorstCase.NONE.with(guest, Long.MAX_VALUE).with(guest, 1);

    assertThat(two).isEqualTo(new WorstCase(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 2));
    assertThat(two.warningIn(MIB)).isPresent();
  }
}
