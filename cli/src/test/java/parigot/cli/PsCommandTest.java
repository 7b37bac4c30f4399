package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.util.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.inspect.SocketFolder;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.ApplicationReports;

/** {@code parigot ps}, and what a server says of itself when it is ready. */
@Timeout(120)
@Tag("once")
class PsCommandTest {
  private static final String SERVERS =
      guest("bottom", "register bottom; export b.v1 b; bind Echo; launch")
          + guest("top", "register top; require b.v1 b; launch");

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() throws Exception {
    folder = new GuestFolder(Files.createDirectory(temporary.resolve("shop")));
  }

  private static boolean isReady(String line) {
    return line.contains(" Ready: ");
  }

  private ApplicationReport reportOf(ParigotProcess process) throws Exception {
    ParigotProcess.Result result = folder.run("ps", "--json", "-p", Long.toString(process.pid()));
    assertThat(result.code()).as("%s", result.said()).isZero();
    ApplicationReports.Builder reports = ApplicationReports.newBuilder();
    JsonFormat.parser().merge(result.text(), reports);
    assertThat(reports.getApplicationsList()).hasSize(1);
    return reports.getApplications(0);
  }

  @Test
  void aServerSaysWhenItIsReadyAndPsShowsIt() throws Exception {
    folder.application(SERVERS);
    try (ParigotProcess server = folder.start("run")) {
      server.awaitErr(
          line ->
              line.endsWith(
                  "Ready: bottom, top; \"parigot ps -p %d\" shows how it stands."
                      .formatted(server.pid())));

      ParigotProcess.Result shown = folder.run("ps", "-p", "shop");

      assertThat(shown.code()).as("%s", shown.said()).isZero();
      assertThat(shown.text())
          .containsPattern("(?m)^shop: process %d, running, for ".formatted(server.pid()))
          .containsPattern(
              "(?m)^bottom  server  launched +0  [0-9.]+ [KM]iB  256 MiB +0 +0  [0-9a-f]{12}$");
      ApplicationReport report = reportOf(server);
      assertThat(report.getName()).isEqualTo("shop");
      assertThat(report.getGuestsCount()).isEqualTo(2);
      server.signal("TERM");
      assertThat(server.result().code()).isZero();
    }
  }

  @Test
  void withQuietItSaysNothing() throws Exception {
    folder.application(guest("bottom", "register bottom; export b.v1 b; launch; stderr here"));
    try (ParigotProcess server = folder.start("run", "-q", "-v")) {
      server.awaitErr(line -> line.contains("here"));
      while (!reportOf(server).getState().equals("running")) {
        LockSupport.parkNanos(1_000_000);
      }
      server.signal("TERM");
      assertThat(server.result().said()).noneMatch(PsCommandTest::isReady);
    }
  }

  @Test
  void whatIsWaitedForIsNamedAsLongAsItLasts() throws Exception {
    folder.application(
        guest("bottom", "register bottom; export b.v1 b; launch")
            + guest("top", "register top; require none.v1 none; launch"));
    folder.write("long.conf", "include \"application.conf\"\nparigot.launch-timeout = 1 h");
    try (ParigotProcess server = folder.start("run", "long.conf")) {
      server.awaitErr(
          line ->
              line.endsWith(
                  "Not ready after 5 s: top waits for none.v1.none (which nobody exports)."));

      ParigotProcess.Result shown = folder.run("ps", "-p", Long.toString(server.pid()));

      assertThat(shown.text())
          .contains("top waits for none.v1.none (which nobody exports)\n")
          .containsPattern("(?m)^top +server +waiting ");
    }
  }

  @Test
  void aProcessThatWasKilledBlocksNoNextStart() throws Exception {
    folder.application(SERVERS);
    Path socket;
    try (ParigotProcess server = folder.start("run")) {
      server.awaitErr(PsCommandTest::isReady);
      socket = SocketFolder.ofThisUser().path().resolve(server.pid() + ".sock");
      assertThat(socket).exists();
      server.signal("KILL");
      assertThat(server.result().code()).isEqualTo(137);
      assertThat(socket).exists();
      ParigotProcess.Result none = folder.run("ps", "-p", Long.toString(server.pid()));
      assertThat(none.code()).isEqualTo(1);
      assertThat(none.text()).isEmpty();
      assertThat(none.said())
          .containsExactly(
              "parigot: No application %d of yours runs here.".formatted(server.pid()));
    }
    try (ParigotProcess next = folder.start("run")) {
      next.awaitErr(PsCommandTest::isReady);
      assertThat(socket).doesNotExist();
      assertThat(reportOf(next).getState()).isEqualTo("running");
    }
  }

  @Test
  void noApplicationOfThatName() throws Exception {
    ParigotProcess.Result result = folder.run("ps", "-p", "nosuch");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.said()).containsExactly("parigot: No application nosuch of yours runs here.");
    assertThat(folder.run("ps", "--json", "-p", "nosuch").text())
        .isEqualTo("{\n  \"applications\": []\n}\n");
  }
}
