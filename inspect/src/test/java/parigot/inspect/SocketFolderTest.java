package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the sockets of running applications are, and who may open them. */
@Timeout(30)
class SocketFolderTest {
  @TempDir Path temporary;
  private SocketFolder folder;

  @BeforeEach
  void noRuntimeFolder() {
    folder = SocketFolder.in(Map.of(), temporary);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** A socket that nobody listens on any more. */
  private static void abandoned(Path socket) throws IOException {
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
    }
  }

  private static long processThatHasEnded() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void theUsersRuntimeFolderIsTakenWhereThereIsOne() {
    assertThat(
            SocketFolder.in(Map.of("XDG_RUNTIME_DIR", temporary.toString()), Path.of("/")).path())
        .isEqualTo(temporary.resolve("parigot"));
  }

  @Test
  void withoutOneItIsAFolderOfTheUserAmongTheTemporaryOnes() {
    Path own = temporary.resolve("parigot-" + System.getProperty("user.name"));
    assertThat(folder.path()).isEqualTo(own);
    assertThat(SocketFolder.in(Map.of("XDG_RUNTIME_DIR", "/none"), temporary).path())
        .isEqualTo(own);
  }

  @Test
  void nobodyElseMayEnterIt() throws Exception {
    folder.make();
    assertThat(permissions(folder.path())).isEqualTo("rwx------");
  }

  @Test
  void oneThatIsOpenToOthersIsClosed() throws Exception {
    Files.createDirectory(
        folder.path(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    folder.make();
    assertThat(permissions(folder.path())).isEqualTo("rwx------");
  }

  @Test
  void aLinkIsRefused() throws Exception {
    Files.createSymbolicLink(folder.path(), Files.createDirectory(temporary.resolve("other")));
    assertThatThrownBy(folder::make).hasMessage(folder.path() + " is no folder");
  }

  @Test
  void oneOfAnotherUserIsRefused() throws Exception {
    Files.createDirectory(folder.path());
    UserPrincipal nobody =
        temporary.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try {
      Files.setOwner(folder.path(), nobody);
    } catch (FileSystemException notAllowed) {
      abort("only root can give a folder away");
    }
    assertThatThrownBy(folder::make).hasMessage(folder.path() + " belongs to another user");
  }

  @Test
  void theSocketOfAProcessThatHasDiedIsRemovedAndOthersStay() throws Exception {
    folder.make();
    Path dead = folder.path().resolve(processThatHasEnded() + ".sock");
    abandoned(dead);
    Path own = folder.path().resolve(ProcessHandle.current().pid() + ".sock");
    abandoned(own);
    Path foreign = Files.createFile(folder.path().resolve("notes.txt"));

    folder.removeStale();

    assertThat(folder.sockets()).containsExactly(own);
    assertThat(dead).doesNotExist();
    assertThat(foreign).exists();
  }

  @Test
  void aSocketOnWhichSomebodyListensStaysWhateverItIsCalled() throws Exception {
    folder.make();
    Path socket = folder.path().resolve(processThatHasEnded() + "-2.sock");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      folder.removeStale();
      assertThat(folder.sockets()).containsExactly(socket);
    }
  }

  @Test
  void withoutAFolderThereIsNoSocket() throws Exception {
    assertThat(folder.sockets()).isEmpty();
    assertThat(RunningApplication.all(folder)).isEmpty();
  }

  @Test
  void aSocketThatNobodyListensOnIsNoApplication() throws Exception {
    folder.make();
    abandoned(folder.path().resolve("4711.sock"));
    assertThat(RunningApplication.all(folder)).isEmpty();
  }
}
