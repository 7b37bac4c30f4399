package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.util.JsonFormat;
import file.v1.host.FileOuterClass;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.ApplicationReports;
import parigot.v1.host.GuestReport;
import parigot.v1.host.LogLine;

/** {@code parigot logs}, {@code restart}, {@code stop} and {@code console}, of a process. */
@Tag("once")
@Timeout(120)
class SteeringTest {
  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void twoServersThatSpeak() throws Exception {
    folder = new GuestFolder(Files.createDirectory(temporary.resolve("speak")));
    folder.write(
        "file.binpb",
        FileDescriptorSet.newBuilder()
            .addFile(FileOuterClass.getDescriptor().toProto())
            .build()
            .toByteArray());
    Files.copy(GuestFolder.GUESTS.resolve("loop.wasm"), folder.path().resolve("own.wasm"));
    folder.application(
        guest(
                "files",
                "register files; export file.v1 file; bind Close print called; bind Open trap;"
                    + " stderr here; launch",
                "descriptors = file.binpb",
                "wasm = own.wasm")
            + guest("other", "register other; require file.v1 file; launch; stderr there"));
  }

  private ParigotProcess started() throws Exception {
    ParigotProcess server = folder.start("run", "-v");
    server.awaitErr(line -> line.contains(" there"));
    server.awaitErr(line -> line.contains(" Ready: "));
    return server;
  }

  private ParigotProcess.Result asked(ParigotProcess server, String... command) throws Exception {
    return folder.run(about(server, command));
  }

  private static String[] about(ParigotProcess server, String... command) {
    String[] all = new String[command.length + 2];
    System.arraycopy(command, 0, all, 0, command.length);
    all[command.length] = "-p";
    all[command.length + 1] = Long.toString(server.pid());
    return all;
  }

  private GuestReport guestOf(ParigotProcess server, int index) throws Exception {
    ApplicationReports.Builder reports = ApplicationReports.newBuilder();
    JsonFormat.parser().merge(asked(server, "ps", "--json").text(), reports);
    return reports.getApplications(0).getGuests(index);
  }

  @Test
  void theLastLinesOfTheLogAreShownOfAllGuestsOrOfOne() throws Exception {
    try (ParigotProcess server = started()) {
      assertThat(asked(server, "logs").text())
          .containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  files here$")
          .containsPattern("(?m) INFO  other there$")
          .contains(" Ready: files, other;");
      assertThat(asked(server, "logs", "files").text().lines())
          .isNotEmpty()
          .allMatch(line -> line.contains("INFO  files "));
      assertThat(asked(server, "logs", "-n", "1").text().lines())
          .singleElement()
          .asString()
          .contains(" Ready: ");
      LogLine.Builder line = LogLine.newBuilder();
      JsonFormat.parser().merge(asked(server, "logs", "--json", "-n1", "other").text(), line);
      assertThat(line.getGuest()).isEqualTo("other");
      assertThat(line.getLevel()).isEqualTo("INFO");
      assertThat(line.getMessage()).isEqualTo("there");
    }
  }

  @Test
  void whatOthersSayOfAGuestIsAmongItsLines() throws Exception {
    try (ParigotProcess server = started()) {
      assertThat(asked(server, "call", "file.v1.File/Open").code()).isEqualTo(1);
      server.awaitErr(line -> line.contains("files failed: "));

      assertThat(asked(server, "logs", "files").text())
          .containsPattern("(?m) WARN  parigot files failed: the guest trapped")
          .doesNotContain("there");
      assertThat(asked(server, "logs", "other").text()).doesNotContain("trapped");
      String failure =
          asked(server, "logs", "--json", "files")
              .text()
              .lines()
              .filter(line -> line.contains("files failed"))
              .findFirst()
              .orElseThrow();
      LogLine.Builder said = LogLine.newBuilder();
      JsonFormat.parser().merge(failure, said);
      assertThat(said.getGuest()).isEmpty();
      assertThat(said.getAboutList()).containsExactly("files");
    }
  }

  @Test
  void linesOfATraceHaveItsId() throws Exception {
    try (ParigotProcess server =
        folder.start("run", "-v", "-Dparigot.traces.endpoint=http://127.0.0.1:1/v1/traces")) {
      server.awaitErr(line -> line.contains(" Ready: "));
      assertThat(asked(server, "call", "file.v1.File/Close").code()).isZero();

      server.awaitErr(line -> line.matches(".* INFO  files \\[[0-9a-f]{32}] called"));
      server.awaitErr(line -> line.endsWith(" INFO  files here"));
      LogLine.Builder line = LogLine.newBuilder();
      JsonFormat.parser().merge(asked(server, "logs", "--json", "-n1", "files").text(), line);
      assertThat(line.getMessage()).isEqualTo("called");
      assertThat(line.getTraceId()).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void whoFollowsSeesWhatComesUntilTheApplicationEnds() throws Exception {
    try (ParigotProcess server = started();
        ParigotProcess follower = folder.start(about(server, "logs", "-f", "files"))) {
      follower.awaitOut(line -> line.contains("files here"));
      assertThat(asked(server, "call", "file.v1.File/Close").code()).isZero();
      follower.awaitOut(line -> line.contains("files called"));
      ParigotProcess.Result stopped = asked(server, "stop");
      assertThat(stopped.text()).isEqualTo("speak has ended.\n");
      assertThat(server.result().code()).isZero();
      ParigotProcess.Result followed = follower.result();
      assertThat(followed.code()).as("%s", followed.said()).isZero();
      assertThat(followed.text()).doesNotContain("there");
    }
  }

  @Test
  void theConsoleSaysWhereItsPageIsAndTellsTheEndOfTheApplication() throws Exception {
    HttpClient browser =
        HttpClient.newBuilder().cookieHandler(new CookieManager(null, null)).build();
    try (ParigotProcess server = started();
        ParigotProcess console = folder.start(about(server, "console"))) {
      console.awaitOut(line -> line.startsWith("speak can be seen at http://127.0.0.1:"));
      URI page = URI.create(console.said().replaceFirst("(?s).*at (http\\S+).*", "$1"));
      assertThat(text(browser, page)).contains("<title>Parigot</title>");
      assertThat(text(browser, page.resolve("api/application"))).contains("\"name\":\"speak\"");
      assertThat(asked(server, "stop").code()).isZero();
      assertThat(text(browser, page.resolve("api/application"))).isEqualTo("{\"applications\":[]}");
    }
  }

  private static String text(HttpClient browser, URI address) throws Exception {
    return browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void aGuestIsRestartedWithTheModuleThatIsThere() throws Exception {
    try (ParigotProcess server = started()) {
      String before = guestOf(server, 0).getDigest();
      Files.copy(
          GuestFolder.GUESTS.resolve("loop-alloc.wasm"),
          folder.path().resolve("own.wasm"),
          StandardCopyOption.REPLACE_EXISTING);

      ParigotProcess.Result restarted = asked(server, "restart", "files");

      assertThat(restarted.code()).as("%s", restarted.said()).isZero();
      assertThat(restarted.text()).isEqualTo("files runs again.\n");
      GuestReport files = guestOf(server, 0);
      assertThat(files.getState()).isEqualTo("launched");
      assertThat(files.getRestarts()).isEqualTo(1);
      assertThat(files.getDigest()).isNotEqualTo(before);
      assertThat(asked(server, "call", "file.v1.File/Close").code()).isZero();
    }
  }

  @Test
  void aGuestIsDeployedWhenItsModuleIsAnother() throws Exception {
    try (ParigotProcess server = started()) {
      ParigotProcess.Result same = asked(server, "deploy", "files");
      assertThat(same.code()).as("%s", same.said()).isZero();
      assertThat(same.text()).isEqualTo("files has the code of its file already.\n");
      assertThat(guestOf(server, 0).getRestarts()).isZero();
      Files.copy(
          GuestFolder.GUESTS.resolve("loop-alloc.wasm"),
          folder.path().resolve("own.wasm"),
          StandardCopyOption.REPLACE_EXISTING);

      ParigotProcess.Result other = asked(server, "deploy", "files");

      assertThat(other.code()).as("%s", other.said()).isZero();
      assertThat(other.text()).isEqualTo("files runs with new code.\n");
      assertThat(guestOf(server, 0).getRestarts()).isEqualTo(1);
      assertThat(asked(server, "deploy", "none").said())
          .isEqualTo(List.of("parigot: There is no guest none."));
    }
  }

  @Test
  void aModuleThatCannotBeTheGuestLeavesItAsItIs() throws Exception {
    try (ParigotProcess server = started()) {
      folder.write("own.wasm", "no module");

      ParigotProcess.Result refused = asked(server, "restart", "files");

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.said())
          .singleElement()
          .asString()
          .contains("own.wasm is not a WebAssembly module but looks like a text file");
      assertThat(guestOf(server, 0).getRestarts()).isZero();
      assertThat(asked(server, "call", "file.v1.File/Close").code()).isZero();
      assertThat(asked(server, "restart", "none").said())
          .isEqualTo(List.of("parigot: There is no guest none."));
    }
  }
}
