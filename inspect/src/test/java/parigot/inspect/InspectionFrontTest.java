package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static parigot.inspect.Started.guest;
import static parigot.inspect.Started.launched;
import static parigot.inspect.Started.ours;
import static parigot.inspect.Started.socket;
import static parigot.inspect.Started.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.runtime.settings.SettingsException;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.GuestReport;

/** What a running application answers on its socket. */
@Timeout(60)
class InspectionFrontTest {
  private static final String SERVICE =
      guest("bottom", "register bottom", "export b.v1 b", "bind Echo echo", "launch");

  private static String asked(Path socket, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      OutputStream out = Channels.newOutputStream(channel);
      out.write(request.getBytes(StandardCharsets.UTF_8));
      channel.shutdownOutput();
      InputStream in = Channels.newInputStream(channel);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void anApplicationTellsHowItsGuestsStand() throws Exception {
    try (Application application = launched(SERVICE)) {
      assertThat(ours()).hasSize(1);
      ApplicationReport report = ours().get(0).report();
      assertThat(report.getState()).isEqualTo("running");
      assertThat(report.getName()).isEqualTo("parigot");
      assertThat(report.getGuestsList())
          .singleElement()
          .satisfies(
              guest -> {
                assertThat(guest.getName()).isEqualTo("bottom");
                assertThat(guest.getKind()).isEqualTo("server");
                assertThat(guest.getState()).isEqualTo("launched");
                assertThat(guest.getMemory()).isPositive().isLessThan(guest.getMemoryLimit());
                assertThat(guest.getDigest()).matches("[0-9a-f]{64}");
                assertThat(guest.getWaitsForList()).isEmpty();
              });
      assertThat(application.statuses()).hasSize(1);
    }
  }

  @Test
  void aGuestThatWaitsSaysForWhat() throws Exception {
    try (Application application =
        start(SERVICE + guest("top", "register top", "require none.v1 none", "launch"))) {
      application.running("b.v1", "b").toCompletableFuture().get(30, TimeUnit.SECONDS);
      GuestReport top;
      do {
        top = ours().get(0).report().getGuests(1);
      } while (top.getState().equals("starting"));
      assertThat(ours().get(0).report().getState()).isEqualTo("starting");
      assertThat(top.getState()).isEqualTo("waiting");
      assertThat(top.getWaitsForList()).containsExactly("none.v1.none (which nobody exports)");
    }
  }

  @Test
  void aGuestThatHasFailedIsToldWithItsRestarts() throws Exception {
    String config =
        SERVICE
            + "parigot.guests.bottom.restart-backoff { min = 1 h, max = 1 h }\n"
            + "parigot.guests.bottom.args += \"trap\"";
    try (Application application = launched(config)) {
      application
          .away(new ServiceName("b.v1", "b"))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      GuestReport bottom = ours().get(0).report().getGuests(0);
      assertThat(bottom.getState()).isEqualTo("restarting");
      assertThat(bottom.getRestartsInSeconds()).isBetween(3000.0, 4400.0);
    }
  }

  @Test
  void theSocketIsItsOwnersAloneAndGoesWithTheApplication() throws Exception {
    Path socket;
    try (Application application = launched(SERVICE)) {
      assertThat(application.hasMain()).isFalse();
      socket = socket(ours().get(0));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
    }
    assertThat(socket).doesNotExist();
    assertThat(ours()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("parigot-inspect"));
  }

  @Test
  void anotherUserCannotConnect() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can be another user");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "and needs setpriv for it");
    try (Application application = launched(SERVICE)) {
      assertThat(application.hasMain()).isFalse();
      Path socket = socket(ours().get(0));
      assertThat(exitOf("test", "-S", socket.toString())).isZero();
      assertThat(
              exitOf(
                  "setpriv",
                  "--reuid=65534",
                  "--regid=65534",
                  "--clear-groups",
                  "test",
                  "-S",
                  socket.toString()))
          .isEqualTo(1);
    }
  }

  private static int exitOf(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Test
  void severalApplicationsOfOneProcessHaveASocketEach() throws Exception {
    try (Application first = launched(SERVICE);
        Application second = launched(SERVICE)) {
      assertThat(first).isNotSameAs(second);
      String process = String.valueOf(ProcessHandle.current().pid());
      assertThat(ours())
          .extracting(RunningApplication::process)
          .containsExactlyInAnyOrder(process, process + "-2");
    }
  }

  @Test
  void oneThatIsNotToBeLookedAtHasNoSocket() throws Exception {
    try (Application application = launched(SERVICE + "parigot.inspect = off")) {
      assertThat(application.guests()).hasSize(1);
      assertThat(ours()).isEmpty();
    }
  }

  @Test
  void theSettingIsOnOrOff() {
    assertThatThrownBy(() -> start(SERVICE + "parigot.inspect = perhaps"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("parigot.inspect must be");
  }

  @Test
  void whatIsNotThereIsRefusedAsJson() throws Exception {
    try (Application application = launched(SERVICE)) {
      assertThat(application.hasMain()).isFalse();
      Path socket = socket(ours().get(0));
      assertThat(asked(socket, "GET /v2/application HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n")
          .endsWith("{\n  \"error\": \"There is no /v2/application here.\"\n}\n");
      assertThat(asked(socket, "DELETE /v1/application HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 405 ");
    }
  }

  @Test
  void whatIsNoRequestIsRefusedAndHarmsNobody() throws Exception {
    try (Application application = launched(SERVICE)) {
      assertThat(application.hasMain()).isFalse();
      Path socket = socket(ours().get(0));
      assertThat(asked(socket, "")).startsWith("HTTP/1.1 400 ");
      assertThat(asked(socket, "hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(asked(socket, "GET /% HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(asked(socket, "GET /v1/application HTTP/1.1\r\nX: " + "a".repeat(20_000)))
          .startsWith("HTTP/1.1 431 ");
      assertThat(asked(socket, "POST /v1/call HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"))
          .startsWith("HTTP/1.1 413 ");
      assertThat(asked(socket, "POST /v1/call HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"))
          .startsWith("HTTP/1.1 400 ");
      assertThat(asked(socket, "GET /v1/application HTTP/1.0\n\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  /** More than are answered at once. */
  @Test
  void thoseWhoFollowTheLogAndGoLeaveRoomForOthers() throws Exception {
    RecentLines.OF_PROCESS.begin();
    try (Application application = launched(SERVICE)) {
      Path socket = socket(ours().get(0));
      for (int i = 0; i < 40; i++) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
          channel.connect(UnixDomainSocketAddress.of(socket));
          Channels.newOutputStream(channel)
              .write("GET /v1/log?follow=true HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          assertThat(Channels.newInputStream(channel).read()).isEqualTo('H');
        }
      }
      assertThat(ours()).hasSize(1);
      assertThat(application.guests()).hasSize(1);
    }
  }

  @Test
  void whoeverConnectsAndSaysNothingKeepsNobodyElseWaitingNorTheEnd() throws Exception {
    SocketChannel silent = SocketChannel.open(StandardProtocolFamily.UNIX);
    try (Application application = launched(SERVICE)) {
      silent.connect(UnixDomainSocketAddress.of(socket(ours().get(0))));
      assertThat(ours()).hasSize(1);
      assertThat(application.guests()).hasSize(1);
    }
    try (silent) {
      assertThat(Channels.newInputStream(silent).read()).isEqualTo(-1);
    }
  }
}
