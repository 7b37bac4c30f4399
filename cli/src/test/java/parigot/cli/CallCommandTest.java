package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.util.JsonFormat;
import file.v1.host.FileOuterClass;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.CallsReport;
import parigot.v1.host.FailedCallReport;
import parigot.v1.host.FailuresReport;
import parigot.v1.host.Refusal;
import parigot.v1.host.ServicesReport;

/** {@code parigot call}, {@code calls} and {@code services}, of an application in a process. */
@Timeout(120)
@Tag("once")
class CallCommandTest {
  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aServiceThatTellsWhatItIs() throws Exception {
    folder = new GuestFolder(Files.createDirectory(temporary.resolve("store")));
    folder.write(
        "file.binpb",
        FileDescriptorSet.newBuilder()
            .addFile(FileOuterClass.getDescriptor().toProto())
            .build()
            .toByteArray());
    folder.application(
        guest(
                "files",
                "register files; export file.v1 file; bind Close echo; bind Open error 4;"
                    + " bind Read never; launch",
                "descriptors = file.binpb")
            + guest("m", "register m; launch; exit 7", "kind = main"));
    folder.write("servers.conf", "include \"application.conf\"\nparigot.guests.m = null");
  }

  private ParigotProcess started() throws Exception {
    ParigotProcess server = folder.start("run", "servers.conf");
    server.awaitErr(line -> line.contains(" Ready: "));
    return server;
  }

  private ParigotProcess.Result asked(ParigotProcess server, String command, String... arguments)
      throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "-p";
    all[2] = Long.toString(server.pid());
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return folder.run(all);
  }

  @Test
  void aServiceIsToldCalledAndItsErrorsHaveNames() throws Exception {
    try (ParigotProcess server = started()) {
      ParigotProcess.Result services = asked(server, "services");
      assertThat(services.text())
          .contains("\nservice file.v1.File of files\n", "\n  Close(CloseRequest) returns (");
      ServicesReport.Builder report = ServicesReport.newBuilder();
      JsonFormat.parser().merge(asked(server, "services", "--json").text(), report);
      assertThat(report.getServices(0).getRunning()).isTrue();

      ParigotProcess.Result closed =
          asked(server, "call", "file.v1.File/Close", "{\"id\": {\"low\": 7}}");
      assertThat(closed.code()).as("%s", closed.said()).isZero();
      assertThat(closed.text()).isEqualTo("{\n  \"id\": {\n    \"low\": \"7\"\n  }\n}\n");

      ParigotProcess.Result failed = asked(server, "call", "file.v1.File/Open");
      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.text()).isEmpty();
      assertThat(failed.said())
          .containsExactly(
              "parigot: file.v1.File/Open answers with the error InvalidPathError (4).");
      Refusal.Builder refusal = Refusal.newBuilder();
      JsonFormat.parser()
          .merge(asked(server, "call", "--json", "file.v1.File/Open").text(), refusal);
      assertThat(refusal.getNumber()).isEqualTo(4);
    }
  }

  @Test
  void aRequestMayComeFromStandardInput() throws Exception {
    try (ParigotProcess server = started()) {
      File request =
          Files.writeString(temporary.resolve("request.json"), "{\"id\": {\"high\": 5}}").toFile();
      try (ParigotProcess call =
          ParigotProcess.startWith(
              ParigotProcess.command(
                  temporary, "call", "-p", Long.toString(server.pid()), "file.v1.File/Close", "-"),
              request)) {
        assertThat(call.result().text()).contains("\"high\": \"5\"");
      }
    }
  }

  @Test
  void aCallThatWaitsIsShown() throws Exception {
    try (ParigotProcess server = started();
        ParigotProcess waits =
            folder.start(
                "call", "-p", Long.toString(server.pid()), "--timeout=50s", "file.v1.File/Read")) {
      CallsReport.Builder report;
      do {
        report = CallsReport.newBuilder();
        JsonFormat.parser().merge(asked(server, "calls", "--json").text(), report);
      } while (report.getCallsCount() == 0);
      assertThat(report.getCalls(0).getTimeoutSeconds()).isEqualTo(50);
      assertThat(asked(server, "calls").text())
          .containsPattern("(?m)^ *[0-9.]+ m?s +50 s +host.calls +files +file.v1.file +Read$")
          .contains("Who waits for whom:\n  host.calls -> files.Read (not answered)\n");
      server.signal("TERM");
      ParigotProcess.Result ended = waits.result();
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.said()).hasSizeGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void callsThatHaveFailedAreShownWithWhyAndWhetherTheyMayHaveRun() throws Exception {
    try (ParigotProcess server = started()) {
      assertThat(asked(server, "calls", "--failed").text()).isEqualTo("No call has failed.\n");
      asked(server, "call", "file.v1.File/Close");
      asked(server, "call", "file.v1.File/Open");
      asked(server, "call", "--timeout=100ms", "file.v1.File/Read");

      assertThat(asked(server, "calls", "--failed").text())
          .containsPattern("host.calls +file.v1.file +Read +timed_out +[0-9.]+ m?s +yes\n")
          .containsPattern("host.calls +file.v1.file +Open +InvalidPathError \\(4\\) +.* yes\n")
          .contains(
              " ago: files.Read did not answer within 100 ms: host.calls -> files.Read (not"
                  + " answered).\n    host.calls -> files.Read (not answered)\n")
          .doesNotContain("Close");
      FailuresReport.Builder report = FailuresReport.newBuilder();
      JsonFormat.parser().merge(asked(server, "calls", "--failed", "--json").text(), report);
      assertThat(report.getFailuresList())
          .extracting(FailedCallReport::getMethod)
          .containsExactly("Read", "Open");
      assertThat(report.getFailures(1).getErrorName()).isEqualTo("InvalidPathError");
      assertThat(report.getFailures(0).getTookSeconds()).isBetween(0.1, 60.0);
    }
  }

  @Test
  void anApplicationIsStartedForOneCallWithoutItsMains() throws Exception {
    ParigotProcess.Result closed =
        folder.run("call", "--file", ".", "file.v1.File/Close", "{\"id\": {\"low\": \"9\"}}");
    assertThat(closed.code()).as("%s", closed.said()).isZero();
    assertThat(closed.text()).contains("\"low\": \"9\"");
    assertThat(folder.run("call", "-f", ".", "file.v1.File/Open").said())
        .containsExactly("parigot: file.v1.File/Open answers with the error InvalidPathError (4).");
    assertThat(folder.run("call", "-f", "none.conf", "file.v1.File/Open").code()).isEqualTo(193);
  }

  @Test
  void whatIsNoCallIsRefused() throws Exception {
    ParigotProcess.Result result = folder.run("call", "file.v1.File");
    assertThat(result.code()).isEqualTo(193);
    assertThat(result.said())
        .containsExactly(
            "parigot: file.v1.File is no SERVICE/METHOD, as greeting.v1.Greeting/FetchGreeting;"
                + " \"parigot help\" shows what there is.");
    assertThat(folder.run("calls", "-p", "nosuch").said())
        .containsExactly("parigot: No application nosuch of yours runs here.");
  }
}
