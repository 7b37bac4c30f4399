package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.util.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.TopCalls;
import parigot.v1.host.TopGuest;
import parigot.v1.host.TopReport;

/** {@code parigot top}. */
@Timeout(120)
@Tag("once")
class TopCommandTest {
  @TempDir Path temporary;

  @Test
  void itCountsTheCallsThatThereWereAndGoesOnUntilTheApplicationEnds() throws Exception {
    GuestFolder folder = new GuestFolder(Files.createDirectory(temporary.resolve("shop")));
    folder.application(
        guest("b", "register b; export b.v1 b; bind Echo; bind Fail error 4; launch")
            + guest(
                "client",
                "register client; require b.v1 b; launch; locate b.v1 b; calls Echo 100 400;"
                    + " expect-call-error Fail 3 4; print counted",
                "kind = main"));
    try (ParigotProcess server = folder.start("run")) {
      server.awaitOut(line -> line.contains("counted"));

      ParigotProcess.Result once = folder.run("top", "--once", "--json", "-p", "shop");

      assertThat(once.code()).as("%s", once.said()).isZero();
      TopReport.Builder report = TopReport.newBuilder();
      JsonFormat.parser().merge(once.text(), report);
      TopCalls echo = report.getCalls(0);
      assertThat(echo.getCaller()).isEqualTo("client");
      assertThat(echo.getService()).isEqualTo("b.v1.b");
      assertThat(echo.getMethod()).isEqualTo("Echo");
      assertThat(echo.getCount()).isEqualTo(400);
      assertThat(echo.getErrors()).isZero();
      assertThat(echo.getRequestBytes()).isEqualTo(echo.getResponseBytes()).isGreaterThan(40_000);
      assertThat(echo.getPerSecond()).isPositive();
      assertThat(echo.getP50Seconds()).isPositive().isLessThanOrEqualTo(echo.getP99Seconds());
      assertThat(report.getCalls(1).getMethod()).isEqualTo("Fail");
      assertThat(report.getCalls(1).getErrors()).isOne();
      assertThat(report.getGuestsList())
          .extracting(TopGuest::getGuest)
          .containsExactly("b", "client");
      assertThat(report.getGuests(0).getEventsPerSecond()).isPositive();
      assertThat(report.getGuests(0).getMemory()).isPositive();
      try (ParigotProcess shown = folder.start("top", "-p", "shop", "--interval", "1")) {
        shown.awaitOut(line -> line.matches("client +b\\.v1\\.b +Echo +400 .*"));
        // In the next second there is none.
        shown.awaitOut(line -> line.startsWith("In 1"));
        server.signal("TERM");
        ParigotProcess.Result end = shown.result();
        assertThat(end.code()).as("%s", end.said()).isZero();
        assertThat(end.text()).containsOnlyOnce(" Echo ").doesNotContain("\033");
        assertThat(end.said()).anyMatch(line -> line.contains("The application has ended"));
      }
    }
  }

  @Test
  void anIntervalThatIsNoneIsRefused() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    ParigotProcess.Result result = folder.run("top", "--interval", "0");
    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.said())
        .anyMatch(
            line ->
                line.contains("--interval must be a whole number between 1 and 86400, and is 0;"));
  }
}
